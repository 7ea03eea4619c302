#include "testing/server/websocket_handshake.hpp"

#include "testing/server/graphql_over_http.hpp"

#include "transport/tls/hash.hpp"
#include "values/text/ascii.hpp"

namespace corogql::testing {

namespace {

/// Returns the first of the client's offers that we speak; the client's order is its preference.
std::string choose(const detail::header_list& headers, const std::vector<std::string>& spoken) {
    for (auto [name, rest] : headers) {
        if (!detail::equals_ignoring_case(name, "Sec-WebSocket-Protocol")) continue;
        while (!rest.empty()) {
            const auto comma = std::min(rest.find(','), rest.size());
            auto offer = rest.substr(0, comma);
            while (!offer.empty() && offer.front() == ' ') offer.remove_prefix(1);
            while (!offer.empty() && offer.back() == ' ') offer.remove_suffix(1);
            for (const auto& known : spoken)
                if (known == offer) return known;
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
    }
    return {};
}

} // namespace

websocket_handshake accept_websocket(const transport::http_request_message& request,
                                     const std::vector<std::string>& spoken) {
    websocket_handshake result;
    const auto& headers = request.headers;
    const auto key = headers.find("Sec-WebSocket-Key").value_or("");
    if (request.method != "GET" || key.size() != 24) {
        result.reply = error_reply(400, "Not a websocket handshake.");
        return result;
    }
    if (headers.find("Sec-WebSocket-Version").value_or("") != "13") {
        result.reply = error_reply(426, "Websockets of version 13 are spoken.");
        result.reply.header("Sec-WebSocket-Version", "13");
        return result;
    }
    result.subprotocol = choose(headers, spoken);
    result.reply = http_reply(101);
    result.reply.header("Upgrade", "websocket").header("Connection", "Upgrade");
    result.reply.header("Sec-WebSocket-Accept",
                        transport::sha1_base64(std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
    if (!result.subprotocol.empty()) result.reply.header("Sec-WebSocket-Protocol", result.subprotocol);
    return result;
}

} // namespace corogql::testing
