/// An http_reply is an HTTP answer on its way out.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace corogql::testing {

struct http_reply {
    explicit http_reply(unsigned code = 200, std::string text = {}) : status(code), body(std::move(text)) {}

    unsigned status;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;

    bool has_header(std::string_view name) const;
    http_reply& header(std::string name, std::string value) {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }
};

/// Returns status line and fields up to and with the empty line. Content-Length and Connection are added, except to a
/// 101.
std::string head_of(const http_reply& reply, bool keep_alive);

} // namespace corogql::testing
