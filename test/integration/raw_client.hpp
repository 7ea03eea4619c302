/// Blocking clients for the built-in server's own tests: no engine, only sockets and the codecs.
#pragma once

#include "transport/http/codec.hpp"
#include "transport/websocket/codec.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>

namespace corogql::testing {

class raw_client {
public:
    explicit raw_client(std::uint16_t port) : socket_(io_) {
        socket_.connect({boost::asio::ip::make_address("127.0.0.1"), port});
        const ::timeval patience{5, 0};
        ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }

    void write(std::string_view bytes) { boost::asio::write(socket_, boost::asio::buffer(bytes)); }

    /// Empty at the end; "RESET" when the connection was reset. Throws when nothing comes for 5 s.
    std::string read() {
        std::array<char, 4096> buffer{};
        const auto size = ::recv(socket_.native_handle(), buffer.data(), buffer.size(), 0);
        if (size >= 0) return std::string(buffer.data(), static_cast<std::size_t>(size));
        if (errno == ECONNRESET) return "RESET";
        throw std::runtime_error(std::strerror(errno));
    }
    std::string read_all() {
        std::string all;
        for (;;) {
            const auto more = read();
            all += more;
            if (more.empty() || more == "RESET") return all;
        }
    }

    detail::http_response response() {
        transport::http_response_parser parser{transport::http_limits()};
        parser.reset();
        while (!parser.done()) {
            if (unread_.empty()) unread_ = read();
            if (unread_.empty() || unread_ == "RESET") throw std::runtime_error("cut: " + unread_);
            unread_.erase(0, parser.put(std::as_bytes(std::span(unread_))));
        }
        return std::move(parser.message());
    }

    detail::http_response post(std::string_view body, std::string_view fields = {}) {
        write("POST /graphql HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n" + std::string(fields) +
              "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body));
        return response();
    }

protected:
    boost::asio::io_context io_;
    boost::asio::ip::tcp::socket socket_;
    std::string unread_;
};

class raw_websocket : public raw_client {
public:
    raw_websocket(std::uint16_t port, const std::string& protocols, const std::string& fields = {})
        : raw_client(port), codec_(transport::websocket_role::client, 1 << 20) {
        write("GET /graphql HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
              (protocols.empty() ? "" : "Sec-WebSocket-Protocol: " + protocols + "\r\n") + fields + "\r\n");
        answer = response();
        if (answer.status == 101) feed(std::exchange(unread_, {}));
    }

    void send(std::string_view message) {
        codec_.send_text(message);
        flush();
    }
    void send_binary(std::string_view message) {
        codec_.send_binary(message);
        flush();
    }
    void ping(std::string_view payload) {
        codec_.send_ping(payload);
        flush();
    }

    /// The next message, "pong PAYLOAD", "close CODE REASON" or "cut".
    std::string receive() {
        using type = transport::websocket_event::type;
        for (;;) {
            const auto event = codec_.next();
            const std::string data(event.data);
            switch (event.kind) {
            case type::dry: {
                const auto bytes = read();
                if (bytes.empty() || bytes == "RESET") return "cut";
                feed(bytes);
                break;
            }
            case type::text: return data;
            case type::binary: return "binary " + data;
            case type::pong: return "pong " + data;
            case type::ping: break;
            case type::closed: flush(); return "close " + std::to_string(event.code) + (data.empty() ? "" : " " + data);
            case type::failed: return "failed " + data;
            case type::ended: return "cut";
            }
        }
    }
    /// What was said is answered like this.
    std::string ask(std::string_view message) {
        send(message);
        return receive();
    }

    detail::http_response answer;

private:
    void feed(std::string_view bytes) {
        if (bytes.empty()) return;
        const auto room = codec_.prepare(bytes.size());
        std::memcpy(room.data(), bytes.data(), bytes.size());
        codec_.commit(bytes.size());
    }
    void flush() { write(std::exchange(codec_.output(), {})); }

    transport::websocket_codec codec_;
};

} // namespace corogql::testing
