/// Where in a JSON text something does not fit is found out only when it does not.
#pragma once

#include <corogql/values/json_path.hpp>

#include <string>
#include <string_view>

namespace corogql::typed {

/// Returns how messages show a value: what it is, or how it begins.
std::string excerpt(std::string_view value);

/// Throws for the value that stands at a byte of a text.
[[noreturn]] void fail_at(std::string_view text, std::size_t offset, std::string_view problem, bool of_null = false);
/// Throws for a member of the object that stands at a byte of a text.
[[noreturn]] void fail_below(std::string_view text, std::size_t offset, std::string_view name,
                             std::string_view problem);

} // namespace corogql::typed
