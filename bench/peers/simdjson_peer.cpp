// The bound: what a loop written by hand for this one server takes. It reads frames off a plain socket, believes
// everything that the server says, and has simdjson find offset and text where they lie.
#include "peer.hpp"

#include "../workload.hpp"

#include <simdjson.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace corogql::bench {

namespace {

int connect_to(std::uint16_t port) {
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("nobody listens");
    return made;
}

/// Bytes come in large reads; what was read stands in one piece, with room behind it for simdjson to look into.
class frames {
public:
    explicit frames(int socket) : socket_(socket), bytes_(256 * 1024) {}

    void send(std::string_view text) {
        if (::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(text.size()))
            throw std::runtime_error("the server has left");
    }
    /// The mask is all zeros, so the payload stands as it is.
    void send_frame(const std::string& payload) {
        std::string head{'\x81', static_cast<char>(0x80 | 126), static_cast<char>(payload.size() >> 8),
                         static_cast<char>(payload.size() & 0xff)};
        send(head + std::string(4, '\0') + payload);
    }
    void skip_through(std::string_view mark) {
        for (auto at = unread().find(mark);; at = unread().find(mark)) {
            if (at != std::string_view::npos) return void(begin_ += at + mark.size());
            grow();
        }
    }
    /// The payload of the next frame, valid until the next call.
    std::string_view next() {
        while (unread().size() < 4) grow();
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes_[begin_ + at]); };
        std::size_t head = 2, size = byte(1) & 0x7f;
        if (size == 126) head = 4, size = static_cast<std::size_t>(byte(2) << 8 | byte(3));
        while (unread().size() < head + size) grow();
        const auto payload = unread().substr(head, size);
        begin_ += head + size;
        return payload;
    }

private:
    std::string_view unread() const { return {bytes_.data() + begin_, end_ - begin_}; }
    void grow() {
        std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
        const auto room = bytes_.size() - simdjson::SIMDJSON_PADDING - end_;
        const auto size = ::recv(socket_, bytes_.data() + end_, room, 0);
        if (size <= 0) throw std::runtime_error("the server has left");
        end_ += static_cast<std::size_t>(size);
    }

    int socket_;
    std::vector<char> bytes_;
    std::size_t begin_ = 0, end_ = 0;
};

void run(const peer_task& task) {
    frames socket(connect_to(task.port));
    socket.send("GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n");
    socket.skip_through("\r\n\r\n");
    socket.send_frame(R"({"type":"connection_init"})");
    socket.next();
    simdjson::ondemand::parser parser;
    tally all;
    for (std::size_t i = 0; i < task.subscriptions; ++i)
        socket.send_frame(R"({"id":")" + std::to_string(i) + R"(","type":"subscribe","payload":{"query":")" +
                          std::string(subscription_document) + R"("}})");
    for (auto left = task.subscriptions; left != 0;) {
        const auto text = socket.next();
        auto message = parser.iterate(text.data(), text.size(), text.size() + simdjson::SIMDJSON_PADDING);
        if (message["type"].get_string().value() != "next") {
            --left;
            continue;
        }
        auto log = message["payload"]["data"]["logs"].get_object();
        const std::uint64_t offset = log["offset"];
        const std::string line(log["line"].get_string().value());
        all.add(offset, line);
    }
    all.report();
}

} // namespace

} // namespace corogql::bench

int main(int count, char** arguments) {
    try {
        corogql::bench::run({count, arguments});
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "simdjson-peer: %s\n", failure.what());
        return 1;
    }
}
