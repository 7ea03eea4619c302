/// Seconds are given with fractions.
#pragma once

#include <cmath>
#include <cstdlib>
#include <string>

namespace corogql::cli {

/// Returns what is wrong with a text that should be seconds, not negative; nothing where it is.
inline std::string why_no_seconds(const std::string& text) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    const bool ok = !text.empty() && *end == '\0' && std::isfinite(value) && value >= 0 && value <= 1e9;
    return ok ? std::string() : "must be seconds from 0 to 1000000000, not \"" + text + '"';
}

} // namespace corogql::cli
