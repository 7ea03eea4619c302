#include <corogql/subscription.hpp>

#include "engine/subscriptions/event_channel.hpp"

namespace corogql {

namespace {

/// Returns the subscription's own stream; null, too, for a sequence of another kind that was assigned by way of the
/// base class.
const engine::event_channel* stream_in(const std::shared_ptr<detail::sequence<event>>& from) {
    return dynamic_cast<const engine::event_channel*>(from.get());
}

} // namespace

std::optional<json::value> subscription::cursor() const {
    const auto* stream = stream_in(from());
    return stream ? stream->cursor() : std::nullopt;
}

subscription_statistics subscription::statistics() const {
    const auto* stream = stream_in(from());
    return stream ? stream->statistics() : subscription_statistics();
}

} // namespace corogql
