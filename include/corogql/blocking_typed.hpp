/// Generated operations for code that blocks.
#pragma once

#include <corogql/blocking_client.hpp>
#include <corogql/typed_request.hpp>
#include <corogql/typed_streams.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace corogql {

/// A typed pending result is that of an operation on its way; all that is said of pending holds.
template <typed_operation Operation>
class typed_pending {
public:
    /// Takes what the untyped client started.
    explicit typed_pending(pending<response> from) : from_(std::move(from)) {}

    /// Waits for the result and returns it, once; it throws what the operation threw.
    typed_response<Operation> get() { return typed_response<Operation>(from_.get()); }
    /// Returns whether the result is there after at most this long (a year at most). The work goes on.
    bool wait_for(std::chrono::nanoseconds limit) const { return from_.wait_for(limit); }
    /// Returns whether the result is there.
    bool ready() const { return from_.ready(); }
    /// Ends the work; see pending::cancel().
    void cancel() { from_.cancel(); }

private:
    pending<response> from_;
};

/// A blocking typed subscription gives a stream's events as structs; all that is said of typed_subscription holds.
///
///     for (const auto& event : corogql::subscribe(api, Logs("r-1"))) use(event.data().logs.chunk);
template <typed_operation Operation>
class blocking_typed_subscription : public basic_blocking_generator<typed_subscription<Operation>> {
public:
    /// Takes the subscription of a client, and the loop that it works on.
    blocking_typed_subscription(typed_subscription<Operation> events, std::shared_ptr<event_loop> loop)
        : basic_blocking_generator<typed_subscription<Operation>>(std::move(events), std::move(loop), "event") {}

    /// Returns where to go on after the last event that was taken; see subscription::cursor().
    std::optional<json::value> cursor() const { return this->source().cursor(); }
    /// Returns what the subscription has counted so far.
    subscription_statistics statistics() const { return this->source().statistics(); }
};

/// Blocking typed pages walk through a list whose items are structs; all that is said of typed_pages holds.
///
///     for (const auto& page : corogql::paginate(api, Books()))
///         for (const Books::Item& book : page.items()) use(book.title);
template <typed_operation Operation>
class blocking_typed_pages : public basic_blocking_generator<typed_pages<Operation>> {
public:
    /// Takes the pages of a client, and the loop that it works on.
    blocking_typed_pages(typed_pages<Operation> from, std::shared_ptr<event_loop> loop)
        : basic_blocking_generator<typed_pages<Operation>>(std::move(from), std::move(loop), "page") {}

    /// Returns where to go on behind the pages that were taken; see pages::cursor().
    std::optional<json::value> cursor() const { return this->source().cursor(); }
};

/// Runs a query or mutation, waits, and returns its response; see blocking_client::execute(). request::timeout() limits
/// it.
template <typed_operation Operation>
typed_response<Operation> execute(blocking_client& api, request what) {
    return typed_response<Operation>(api.execute(std::move(what)));
}
/// Runs a query or mutation, waits, and returns its response; see blocking_client::execute().
template <typed_operation Operation>
typed_response<Operation> execute(blocking_client& api, const Operation& what) {
    return execute<Operation>(api, to_request(what));
}
/// Runs a query or mutation with a deadline for this call; see blocking_client::execute().
template <typed_operation Operation>
typed_response<Operation> execute(blocking_client& api, const Operation& what, std::chrono::nanoseconds timeout) {
    return execute<Operation>(api, std::move(to_request(what).timeout(timeout)));
}
/// Starts a query or mutation and returns at once, with a handle that waits for its response or cancels it.
template <typed_operation Operation>
typed_pending<Operation> start(blocking_client& api, request what) {
    return typed_pending<Operation>(api.start(std::move(what)));
}
/// Starts a query or mutation and returns at once, with a handle that waits for its response or cancels it.
template <typed_operation Operation>
typed_pending<Operation> start(blocking_client& api, const Operation& what) {
    return start<Operation>(api, to_request(what));
}

/// Starts a subscription and returns at once; see blocking_client::subscribe(). It resumes as `@corogql_resume` says,
/// unless the options say otherwise.
template <typed_operation Operation>
blocking_typed_subscription<Operation> subscribe(blocking_client& api, request what, subscribe_options options = {}) {
    auto events = api.subscribe(std::move(what), detail::with_resume<Operation>(std::move(options)));
    return {typed_subscription<Operation>(std::move(events).release()), api.loop()};
}
/// Starts a subscription and returns at once; see blocking_client::subscribe().
template <typed_operation Operation>
blocking_typed_subscription<Operation> subscribe(blocking_client& api, const Operation& what,
                                                 subscribe_options options = {}) {
    return subscribe<Operation>(api, to_request(what), std::move(options));
}

/// Begins a walk through the pages of a query; see blocking_client::paginate(). Where the list and its cursor are is
/// known.
template <typed_operation Operation>
blocking_typed_pages<Operation> paginate(blocking_client& api, request what, page_options options = {}) {
    auto from = api.paginate(std::move(what), detail::with_pages<Operation>(std::move(options)));
    return {typed_pages<Operation>(std::move(from).release()), api.loop()};
}
/// Begins a walk through the pages of a query; see blocking_client::paginate().
template <typed_operation Operation>
blocking_typed_pages<Operation> paginate(blocking_client& api, const Operation& what, page_options options = {}) {
    return paginate<Operation>(api, to_request(what), std::move(options));
}

} // namespace corogql
