#include "http_server.hpp"

#include "workload.hpp"

#include <strings.h>

#include <cstdlib>

namespace corogql::bench {

namespace {

/// The size of the request at the front of `input`; 0 while its header is not whole.
std::size_t request_size(const std::string& input) {
    constexpr std::string_view field = "\r\nContent-Length: ";
    const auto end = input.find("\r\n\r\n");
    if (end == std::string::npos) return 0;
    const auto length = input.find(field);
    return end + 4 + std::strtoul(input.c_str() + length + field.size(), nullptr, 10);
}

void serve(peer& client) {
    const std::string answer = "HTTP/1.1 200 OK\r\nDate: Mon, 05 Jan 2026 10:00:00 GMT\r\n"
                               "Content-Type: application/graphql-response+json; charset=utf-8\r\n"
                               "Content-Length: " +
                               std::to_string(query_answer.size()) +
                               "\r\nConnection: keep-alive\r\nKeep-Alive: timeout=60\r\n\r\n" +
                               std::string(query_answer);
    while (client.grow()) {
        const auto size = request_size(client.input);
        if (size == 0 || client.input.size() < size) continue;
        client.input.erase(0, size);
        client.send(answer);
    }
}

} // namespace

http_server::http_server() : server_(serve) {}

} // namespace corogql::bench
