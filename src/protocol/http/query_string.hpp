/// Parameters of a request target's query have percent-encoded names and values (RFC 3986; spaces as %20, which forms
/// and URLs read alike).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace corogql::protocol {

/// Returns how long a text becomes when it is percent-encoded.
std::size_t percent_encoded_size(std::string_view text) noexcept;
void append_percent_encoded(std::string& out, std::string_view text);

/// Returns how much append_parameter() adds: in fact one less where the target ends with a separator already.
inline std::size_t parameter_size(std::string_view name, std::string_view value) noexcept {
    return 2 + percent_encoded_size(name) + percent_encoded_size(value);
}
/// Appends a parameter behind the query that is there, or as its first parameter. The target has no fragment.
void append_parameter(std::string& target, std::string_view name, std::string_view value);

} // namespace corogql::protocol
