#include "transport/http/exchange.hpp"

#include <corogql/error.hpp>

namespace corogql::transport {

http_exchange::http_exchange(byte_stream& stream, http_limits limits, std::size_t read_size)
    : stream_(stream), parser_(limits), buffer_(read_size) {}

void http_exchange::begin(const http_request& request) {
    write_request(request_, request);
    upgrades_ = !request.upgrade.empty();
    start();
}

void http_exchange::begin(const written_request& request) {
    request_ = request.bytes();
    upgrades_ = false;
    start();
}

void http_exchange::start() {
    parser_.reset();
    behind_ = {};
    cut_ = false;
    const asio::const_buffer bytes = asio::buffer(request_);
    handed_over_ = stream_.try_write(std::span(&bytes, 1));
}

asio::awaitable<void> http_exchange::write(asio::const_buffer bytes) {
    unwritten_ = bytes;
    return stream_.write(std::span(&unwritten_, 1));
}

void http_exchange::take(std::size_t size) {
    behind_ = {};
    try {
        if (size == 0) return parser_.put_end();
        const auto bytes = std::span(buffer_).first(size);
        const auto used = parser_.put(bytes);
        behind_ = {reinterpret_cast<const char*>(bytes.data()) + used, size - used};
    } catch (const error& known) {
        if (known.kind() != error_kind::limit || !failed()) throw;
        cut_ = true;
    }
}

bool http_exchange::failed() noexcept {
    if (!has_head()) return false;
    const auto status = answer().status;
    return upgrades_ ? status != 101 : status / 100 != 2;
}

} // namespace corogql::transport
