#include <corogql/subscription.hpp>

#include "engine/subscriptions/stream.hpp"

namespace corogql {

namespace {

/// Null as well for what was assigned to it by way of its base.
const detail::stream* stream_in(const std::shared_ptr<detail::sequence<event>>& from) {
    return dynamic_cast<const detail::stream*>(from.get());
}

} // namespace

subscription::subscription(std::shared_ptr<detail::stream> stream) noexcept : generator(std::move(stream)) {}

std::optional<json::value> subscription::cursor() const {
    const auto* stream = stream_in(from());
    return stream ? stream->cursor() : std::nullopt;
}

subscription_statistics subscription::statistics() const {
    const auto* stream = stream_in(from());
    return stream ? stream->statistics() : subscription_statistics();
}

} // namespace corogql
