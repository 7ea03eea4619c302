/// A subscription for code that blocks: an input range of events.
#pragma once

#include <corogql/blocking_generator.hpp>
#include <corogql/subscription.hpp>

namespace corogql {

///     for (const auto& event : api.subscribe(request("subscription { … }"))) use(event.data());
class blocking_subscription : public basic_blocking_generator<subscription> {
public:
    blocking_subscription(subscription events, std::shared_ptr<event_loop> loop)
        : basic_blocking_generator(std::move(events), std::move(loop), "event") {}

    std::optional<json::value> cursor() const { return source().cursor(); }
    subscription_statistics statistics() const { return source().statistics(); }
};

} // namespace corogql
