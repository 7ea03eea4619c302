#include "testing/server/http_reply.hpp"

#include "values/text/ascii.hpp"

#include <algorithm>

namespace corogql::testing {

namespace {

std::string_view reason_of(unsigned status) {
    switch (status) {
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 294: return "Partial Success";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return "Status";
    }
}

} // namespace

bool http_reply::has_header(std::string_view name) const {
    return std::any_of(headers.begin(), headers.end(),
                       [&](const auto& field) { return detail::equals_ignoring_case(field.first, name); });
}

std::string head_of(const http_reply& reply, bool keep_alive) {
    std::string head = "HTTP/1.1 " + std::to_string(reply.status) + ' ';
    head += reason_of(reply.status);
    const auto add = [&head](std::string_view name, std::string_view value) {
        head.append("\r\n").append(name).append(": ").append(value);
    };
    for (const auto& [name, value] : reply.headers) add(name, value);
    const bool bodiless = reply.status < 200 || reply.status == 204 || reply.status == 304;
    if (!bodiless && !reply.has_header("Content-Length") && !reply.has_header("Transfer-Encoding"))
        add("Content-Length", std::to_string(reply.body.size()));
    if (reply.status != 101 && !keep_alive && !reply.has_header("Connection")) add("Connection", "close");
    return head + "\r\n\r\n";
}

} // namespace corogql::testing
