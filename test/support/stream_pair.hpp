/// A pair of byte_streams is connected over a socket pair, and there are a few ways to use one to the full.
#pragma once

#include "transport/dial/socket_stream.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace corogql::testing {

namespace asio = boost::asio;

struct stream_pair {
    std::unique_ptr<transport::byte_stream> client;
    std::unique_ptr<transport::byte_stream> server;
};

inline stream_pair connected_pair(asio::io_context& loop) {
    asio::local::stream_protocol::socket one(loop);
    asio::local::stream_protocol::socket other(loop);
    asio::local::connect_pair(one, other);
    stream_pair made;
    made.client = transport::make_socket_stream(std::move(one));
    made.server = transport::make_socket_stream(std::move(other));
    return made;
}

inline asio::awaitable<void> write_text(transport::byte_stream& stream, std::string_view text) {
    const asio::const_buffer bytes(text.data(), text.size());
    co_await stream.write(std::span(&bytes, 1));
}

/// Reads until `size` bytes have come, or the clean end.
inline asio::awaitable<std::string> read_text(transport::byte_stream& stream, std::size_t size) {
    std::string text(size, '\0');
    std::size_t filled = 0;
    while (filled < size) {
        const std::size_t got = co_await stream.read_some(asio::buffer(text.data() + filled, size - filled));
        if (got == 0) break;
        filled += got;
    }
    text.resize(filled);
    co_return text;
}

/// A chopped_stream lets no read take more than a few bytes.
class chopped_stream final : public transport::byte_stream {
public:
    chopped_stream(std::unique_ptr<transport::byte_stream> inner, std::size_t most)
        : inner_(std::move(inner)), most_(most) {}

    asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer) override {
        return inner_->read_some(asio::buffer(buffer, most_));
    }
    std::optional<std::size_t> try_read(asio::mutable_buffer buffer) noexcept override {
        return inner_->try_read(asio::buffer(buffer, most_));
    }
    asio::awaitable<void> write(std::span<const asio::const_buffer> buffers) override { return inner_->write(buffers); }
    asio::awaitable<void> shutdown() override { return inner_->shutdown(); }
    void close() noexcept override { inner_->close(); }
    bool quiet() noexcept override { return inner_->quiet(); }

private:
    std::unique_ptr<transport::byte_stream> inner_;
    std::size_t most_;
};

} // namespace corogql::testing
