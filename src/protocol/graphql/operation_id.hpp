/// Operation ids are chosen by the client: decimal numbers from 1 on.
#pragma once

#include <cstdint>
#include <string_view>

namespace corogql::protocol {

/// Returns the id that a text is; 0 for a text that cannot be an id which the client chose.
inline std::uint64_t read_operation_id(std::string_view text) noexcept {
    if (text.starts_with('0')) return 0;
    if (text.size() > 19) return 0; // as many digits always fit
    std::uint64_t id = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return 0;
        id = id * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return id;
}

} // namespace corogql::protocol
