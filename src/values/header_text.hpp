/// What header fields may be made of (RFC 9110, section 5).
#pragma once

#include <cstddef>
#include <string_view>

namespace corogql::detail {

/// A name, a method: letters, digits and some marks, at least one.
bool is_token(std::string_view text) noexcept;
/// How much of the beginning of a text could be one.
std::size_t token_size(std::string_view text) noexcept;
/// No control character but the tab; may be empty, may hold any other byte.
bool is_field_value(std::string_view text) noexcept;

} // namespace corogql::detail
