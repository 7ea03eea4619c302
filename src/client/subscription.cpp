#include <corogql/subscription.hpp>

#include "engine/subscriptions/event_channel.hpp"

namespace corogql::detail {

std::optional<json::value> cursor_of(const sequence<event>* stream) {
    const auto* own = dynamic_cast<const engine::event_channel*>(stream);
    return own ? own->cursor() : std::nullopt;
}

subscription_statistics statistics_of(const sequence<event>* stream) {
    const auto* own = dynamic_cast<const engine::event_channel*>(stream);
    return own ? own->statistics() : subscription_statistics();
}

} // namespace corogql::detail
