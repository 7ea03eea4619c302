#include "transport/dial/socket_stream.hpp"

#include "transport/buffer_cursor.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace corogql::transport {

namespace {

using boost::system::error_code;
using boost::system::system_error;

class socket_stream final : public byte_stream {
public:
    explicit socket_stream(stream_socket socket) : socket_(std::move(socket)) {
        error_code ignored;
        // Means nothing to a unix socket.
        socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
        keep_alive();
        socket_.non_blocking(true, ignored);
    }

    asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer) override {
        if (ended_) co_return 0; // Asio would wait for an event that came already
        // Deferred, and so awaited as it is: a completion token would give it a coroutine of its own.
        auto reading = socket_.async_read_some(buffer, asio::deferred);
        try {
            const std::size_t size = co_await std::move(reading);
            drained_ = size < buffer.size();
            co_return size;
        } catch (const system_error& failure) {
            if (failure.code() != asio::error::eof) throw;
            ended_ = true;
            co_return 0;
        }
    }

    std::optional<std::size_t> try_read(asio::mutable_buffer buffer) noexcept override {
        if (ended_) return 0;
        error_code failure;
        const std::size_t size = socket_.read_some(buffer, failure);
        ended_ = failure == asio::error::eof;
        drained_ = size < buffer.size();
        if (failure == asio::error::would_block) return std::nullopt;
        return size;
    }

    std::size_t try_write(std::span<const asio::const_buffer> buffers) noexcept override {
        error_code failure;
        // send(), which costs less than sendmsg()
        const std::size_t sent =
            buffers.size() == 1 ? socket_.write_some(buffers.front(), failure) : socket_.write_some(buffers, failure);
        return failure ? 0 : sent;
    }

    asio::awaitable<void> write(std::span<const asio::const_buffer> buffers) override {
        // Nearly always the kernel takes all of it at once, which saves a turn of the loop. It never takes anything
        // outside of this coroutine: whoever waits for the last byte learns of it before anything else can happen.
        buffer_cursor cursor(buffers);
        cursor.consume(try_write(buffers));
        while (!cursor.empty()) {
            co_await socket_.async_wait(stream_socket::wait_write, asio::use_awaitable);
            const std::vector<asio::const_buffer> rest = cursor.remaining();
            error_code failure;
            cursor.consume(socket_.write_some(rest, failure));
            if (failure && failure != asio::error::would_block) throw system_error(failure);
        }
    }

    asio::awaitable<void> shutdown() override {
        socket_.shutdown(stream_socket::shutdown_send);
        co_return;
    }

    void close() noexcept override {
        error_code ignored;
        socket_.close(ignored);
    }

    bool drained() const noexcept override { return drained_; }

    bool quiet() noexcept override {
        char byte = 0;
        return socket_.is_open() && ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
               errno == EAGAIN;
    }

private:
    /// Makes the kernel ask a peer that is silent for a minute whether it is still there, because streams over HTTP
    /// have no ping.
    void keep_alive() {
        const auto set = [&](int level, int option, int value) {
            ::setsockopt(socket_.native_handle(), level, option, &value, sizeof value);
        };
        set(SOL_SOCKET, SO_KEEPALIVE, 1);
        set(IPPROTO_TCP, TCP_KEEPIDLE, 60);
        set(IPPROTO_TCP, TCP_KEEPINTVL, 10);
        set(IPPROTO_TCP, TCP_KEEPCNT, 3);
    }

    stream_socket socket_;
    bool ended_ = false;   ///< Whether the peer's FIN was read.
    bool drained_ = false; ///< Whether the last read found less than it had room for.
};

error_code last_error() { return {errno, boost::system::system_category()}; }

/// Gives the descriptor to `socket`. The descriptor is owned from here on: it is closed on failure.
template <class Socket>
error_code adopt(Socket& socket, const stream_socket::protocol_type& protocol, int descriptor) {
    if (descriptor < 0) return last_error();
    error_code failure;
    socket.assign(protocol, descriptor, failure);
    if (failure) ::close(descriptor);
    return failure;
}

template <class Socket>
error_code open_quietly(Socket& socket, const stream_socket::protocol_type& protocol) {
    return adopt(socket, protocol, ::socket(protocol.family(), protocol.type() | SOCK_CLOEXEC, protocol.protocol()));
}

} // namespace

error_code open_socket(stream_socket& socket, const stream_socket::protocol_type& protocol) {
    return open_quietly(socket, protocol);
}

error_code open_socket(socket_acceptor& acceptor, const stream_socket::protocol_type& protocol) {
    return open_quietly(acceptor, protocol);
}

error_code accept_socket(socket_acceptor& acceptor, stream_socket& into) {
    error_code failure;
    const auto bound = acceptor.local_endpoint(failure);
    if (failure) return failure;
    int descriptor = -1;
    do {
        descriptor = ::accept4(acceptor.native_handle(), nullptr, nullptr, SOCK_CLOEXEC);
    } while (descriptor < 0 && errno == EINTR);
    return adopt(into, bound.protocol(), descriptor);
}

std::unique_ptr<byte_stream> make_socket_stream(stream_socket socket) {
    return std::make_unique<socket_stream>(std::move(socket));
}

} // namespace corogql::transport
