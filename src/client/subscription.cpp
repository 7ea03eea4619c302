#include <corogql/subscription.hpp>

#include "engine/subscriptions/stream.hpp"

namespace corogql {

subscription& subscription::operator=(subscription&& other) noexcept {
    if (this != &other) {
        close();
        stream_ = std::move(other.stream_);
    }
    return *this;
}

subscription::~subscription() { close(); }

asio::awaitable<std::optional<event>> subscription::next() { return detail::take_next(stream_); }

std::optional<event> subscription::try_next() { return stream_ ? stream_->try_take() : std::nullopt; }

bool subscription::done() const noexcept { return !stream_ || stream_->done(); }

std::optional<json::value> subscription::cursor() const { return stream_ ? stream_->cursor() : std::nullopt; }

subscription_statistics subscription::statistics() const {
    return stream_ ? stream_->statistics() : subscription_statistics();
}

void subscription::close() noexcept {
    if (stream_) stream_->close();
}

} // namespace corogql
