#include "transport/socket_stream.hpp"

#include "transport/buffer_cursor.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include <sys/socket.h>

#include <cerrno>

namespace corogql::transport {

namespace {

using boost::system::error_code;
using boost::system::system_error;

class socket_stream final : public byte_stream {
public:
    explicit socket_stream(stream_socket socket) : socket_(std::move(socket)) {
        error_code ignored;
        socket_.set_option(asio::ip::tcp::no_delay(true), ignored); // means nothing to a unix socket
        socket_.non_blocking(true, ignored);
    }

    asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer) override {
        if (ended_) co_return 0; // Asio would wait for an event that came already
        // Deferred, and so awaited as it is: a completion token would give it a coroutine of its own.
        auto reading = socket_.async_read_some(buffer, asio::deferred);
        try {
            const std::size_t size = co_await std::move(reading);
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
        // Nearly always the kernel takes all of it at once, which saves a turn of the loop.
        buffer_cursor cursor(buffers);
        cursor.consume(try_write(buffers));
        if (cursor.empty()) co_return;
        const std::vector<asio::const_buffer> rest = cursor.remaining();
        co_await asio::async_write(socket_, rest, asio::use_awaitable);
    }

    asio::awaitable<void> shutdown() override {
        socket_.shutdown(stream_socket::shutdown_send);
        co_return;
    }

    void close() noexcept override {
        error_code ignored;
        socket_.close(ignored);
    }

    bool quiet() noexcept override {
        char byte = 0;
        return socket_.is_open() && ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
               errno == EAGAIN;
    }

private:
    stream_socket socket_;
    bool ended_ = false; ///< the peer's FIN was read
};

} // namespace

std::unique_ptr<byte_stream> make_socket_stream(stream_socket socket) {
    return std::make_unique<socket_stream>(std::move(socket));
}

} // namespace corogql::transport
