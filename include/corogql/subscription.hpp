/// A subscription's events come as an async generator that survives reconnects.
#pragma once

#include <corogql/event.hpp>
#include <corogql/generator.hpp>
#include <corogql/statistics.hpp>

#include <boost/json/value.hpp>

#include <memory>
#include <optional>

namespace corogql {

namespace detail {
// What streams say of themselves, whatever handle they are in; nothing for a null pointer or another kind of sequence.
std::optional<json::value> cursor_of(const sequence<event>* stream);
subscription_statistics statistics_of(const sequence<event>* stream);
} // namespace detail

/// Events come in order. The end of the stream (the server's `complete`, or close()) is nullopt, again at every further
/// call. A failure is thrown after all that was buffered, and again at every further call: Asio's `||`, which waits for
/// a success, swallows the first (`next() || timer`). done() says that there is nothing to wait for.
///
///     auto logs = api.subscribe(request("subscription { … }"));
///     while (auto event = co_await logs.next()) use(event->data());
///
/// All that is said of generator holds, and events come whether somebody asks for them or not. Destroying the handle,
/// or close(), unsubscribes. Handlers without an executor of their own are called on the client's, which is also that
/// of get_executor().
class subscription : public generator<event> {
public:
    /// Makes a subscription that is at its end.
    subscription() noexcept = default;
    /// Makes a handle of what the library queues events in; programs get theirs from client::subscribe().
    explicit subscription(std::shared_ptr<detail::sequence<event>> stream) noexcept : generator(std::move(stream)) {}

    /// Returns where to go on after the last event that was taken: the value at the JSON pointer of
    /// subscribe_options::resume(), to be kept and given to start_from(). Before an event had it, it is nothing.
    std::optional<json::value> cursor() const { return detail::cursor_of(from().get()); }
    /// Returns what the subscription has counted so far.
    subscription_statistics statistics() const { return detail::statistics_of(from().get()); }
};

} // namespace corogql
