/// A feed is a list of events that a test adds to while subscriptions read it.
#pragma once

#include <corogql/testing/event_source.hpp>

#include <cstddef>
#include <memory>

namespace corogql::testing {

/// A feed serves any number of subscriptions, each of which gets every event, those from before its time included. It
/// is a handle: copies are the same feed, which lives as long as somebody has it. All members may be called on any
/// thread.
///
///     feed prices;
///     library.subscribe("Subscription.price", prices);
///     prices.push(12.5);
class feed {
public:
    /// Makes a feed without events.
    feed();

    /// Adds an event, the value of the subscription's field, behind the others.
    void push(json::value event);
    /// Ends the feed: its subscriptions complete when they have got all events. What is pushed later is lost.
    void end();
    /// Returns how many events were pushed.
    std::size_t size() const;

    /// Makes the source of one subscription, which begins behind so many events.
    std::unique_ptr<event_source> source(std::uint64_t behind = 0) const;

private:
    class state;
    class reader;
    std::shared_ptr<state> state_;
};

} // namespace corogql::testing
