/// Writes the heads of HTTP/1.1 requests (RFC 9112, sections 3 and 5).
#pragma once

#include <corogql/headers.hpp>

#include <string>
#include <string_view>

namespace corogql::transport {

/// What stands before the version: "GET /graphql".
inline void append_method_and_target(std::string& out, std::string_view method, std::string_view target) {
    out.append(method).append(" ").append(target);
}

/// What follows the target, with the Host field, which comes first (section 3.2).
inline void append_version_and_host(std::string& out, std::string_view authority) {
    out.append(" HTTP/1.1\r\nHost: ").append(authority).append("\r\n");
}

inline void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

inline void append_fields(std::string& out, const headers& fields) {
    for (const auto& [name, value] : fields) append_field(out, name, value);
}

inline void end_head(std::string& out) { out.append("\r\n"); }

} // namespace corogql::transport
