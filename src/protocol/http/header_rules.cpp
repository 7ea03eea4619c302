#include "protocol/http/header_rules.hpp"

#include "values/text/ascii.hpp"
#include "values/text/header_text.hpp"

#include <corogql/error.hpp>

namespace corogql::protocol {

namespace {

bool is_framing(std::string_view name) {
    for (const auto* ours : {"host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer",
                             "expect", "accept-encoding"})
        if (detail::equals_ignoring_case(name, ours)) return true;
    return name.size() >= 14 && detail::equals_ignoring_case(name.substr(0, 14), "sec-websocket-");
}

} // namespace

void check_headers(const headers& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto& [name, value] = fields[i];
        // Not shown: it may be a whole line, value included.
        if (!detail::is_token(name))
            throw error(error_kind::config, "the name of header " + std::to_string(i + 1) +
                                                " is not valid (letters, digits and hyphens are)");
        if (!detail::is_field_value(value))
            throw error(error_kind::config, "the value of header " + name + " holds a control character");
        if (is_framing(name))
            throw error(error_kind::config, "header " + name + " is set by corogql itself and cannot be given");
    }
}

void merge_headers(headers& into, const headers& over) {
    for (const auto& field : over) {
        std::erase_if(into, [&](const auto& other) { return detail::equals_ignoring_case(other.first, field.first); });
        into.push_back(field);
    }
}

} // namespace corogql::protocol
