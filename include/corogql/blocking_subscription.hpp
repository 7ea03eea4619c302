/// Subscriptions have a face for code that blocks: an input range of events.
#pragma once

#include <corogql/blocking_generator.hpp>
#include <corogql/subscription.hpp>

namespace corogql {

/// A blocking subscription gives a stream's events to code that blocks; everything said of subscription holds.
///
///     for (const auto& event : api.subscribe(request("subscription { … }"))) use(event.data());
class blocking_subscription : public basic_blocking_generator<subscription> {
public:
    /// Takes the subscription of a client, and the loop that it works on.
    blocking_subscription(subscription events, std::shared_ptr<event_loop> loop)
        : basic_blocking_generator(std::move(events), std::move(loop), "event") {}

    /// Returns where to go on after the last event that was taken; see subscription::cursor().
    std::optional<json::value> cursor() const { return source().cursor(); }
    /// Returns what the subscription has counted so far.
    subscription_statistics statistics() const { return source().statistics(); }
};

} // namespace corogql
