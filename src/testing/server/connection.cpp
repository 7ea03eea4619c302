#include "testing/server/connection.hpp"

#include <array>

namespace corogql::testing {

connection::connection(std::shared_ptr<service> owner, std::unique_ptr<transport::byte_stream> stream,
                       std::function<void()> abort)
    : owner_(std::move(owner)), stream_(std::move(stream)), abort_(std::move(abort)), bell_(owner_->clock()),
      live_(owner_->records(), &server_record::connections_live) {
    owner_->join(this);
}

connection::~connection() {
    owner_->leave(this);
    end(cut::close);
}

asio::awaitable<std::size_t> connection::read(asio::mutable_buffer buffer) {
    if (ended_) co_return 0;
    try {
        const auto size = co_await stream_->read_some(buffer);
        co_return size;
    } catch (const std::exception&) {
    }
    co_return 0;
}

asio::awaitable<void> connection::write(std::string_view bytes) {
    if (ended_) throw std::runtime_error("the connection has been cut");
    const auto buffer = asio::const_buffer(bytes.data(), bytes.size());
    const std::span<const asio::const_buffer> buffers(&buffer, 1);
    co_await stream_->write(buffers);
}

asio::awaitable<void> connection::pause(std::chrono::milliseconds time) {
    const auto due = clock().now() + time;
    while (!ended_ && clock().now() < due) co_await bell_.wait_until(due);
}

asio::awaitable<void> connection::hold() {
    std::array<std::byte, 4096> waste;
    const auto buffer = asio::buffer(waste);
    for (;;) {
        const auto size = co_await read(buffer);
        if (size == 0) break;
    }
}

asio::awaitable<void> connection::finish(bool read_elsewhere) {
    if (ended_) co_return;
    const auto overdue = [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->end(cut::close);
    };
    const auto timer = clock().at(clock().now() + std::chrono::seconds(1), overdue);
    try {
        co_await stream_->shutdown();
        if (read_elsewhere)
            co_await pause(std::chrono::seconds(1));
        else
            co_await hold();
    } catch (const std::exception&) {
    }
    clock().cancel(timer);
    end(cut::close);
}

void connection::end(cut how) noexcept {
    if (ended_) return;
    ended_ = true;
    if (how == cut::reset && abort_) abort_();
    stream_->close();
    bell_.notify();
}

} // namespace corogql::testing
