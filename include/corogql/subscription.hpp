/// A subscription's events as an async generator that survives reconnects.
#pragma once

#include <corogql/detail/handler_place.hpp>
#include <corogql/event.hpp>
#include <corogql/statistics.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>

#include <exception>
#include <memory>
#include <optional>

namespace corogql {

namespace asio = boost::asio;

namespace detail {
class stream;
using next_handler = asio::any_completion_handler<void(std::exception_ptr, std::optional<event>)>;
asio::any_io_executor executor_of(const std::shared_ptr<stream>& stream);
void start_next(std::shared_ptr<stream> stream, asio::any_io_executor on, next_handler handler);
} // namespace detail

/// Events come in order. The end of the stream (the server's `complete`, or close()) is nullopt, again at every
/// further call. A failure is thrown after all that was buffered, and again at every further call: Asio's `||`, which
/// waits for a success, swallows the first (`next() || timer`). done() says that there is nothing to wait for.
///
///     auto logs = api.subscribe(request("subscription { … }"));
///     while (auto event = co_await logs.next()) use(event->data());
///
/// Movable handle with a single consumer: a second next() while one waits throws kind `usage`. May be used on any
/// thread, one at a time. It may outlive the client and the client's execution context. Destroying it
/// unsubscribes, never blocks, and is fine at any moment, also while a next() is under way (which then gives nullopt).
class subscription {
public:
    subscription() noexcept = default;
    explicit subscription(std::shared_ptr<detail::stream> stream) noexcept : stream_(std::move(stream)) {}
    subscription(subscription&&) noexcept = default;
    subscription& operator=(subscription&&) noexcept;
    ~subscription();

    /// The next event. Does not suspend while the queue holds one. Cancellation (all types, total included) loses
    /// nothing: it throws boost::system::system_error(operation_aborted) and the next call goes on.
    asio::awaitable<std::optional<event>> next();

    /// An event that is there already; nullopt also at the end, see done(). Throws a failure like next().
    std::optional<event> try_next();
    /// True once nothing will come any more: the end was reached, or the failure was thrown for the first time.
    bool done() const noexcept;

    /// next() with any completion token: signature void(std::exception_ptr, std::optional<event>). A handler without
    /// an executor of its own is called on the client's.
    template <class CompletionToken>
    auto async_next(CompletionToken&& token) {
        auto initiate = [](auto handler, std::shared_ptr<detail::stream> stream) {
            auto called = detail::place<std::optional<event>>(std::move(handler), detail::executor_of(stream));
            detail::start_next(std::move(stream), std::move(called.on), std::move(called.handler));
        };
        return asio::async_initiate<CompletionToken, void(std::exception_ptr, std::optional<event>)>(
            std::move(initiate), token, stream_);
    }

    /// The client's, on which handlers without an executor of their own are called.
    asio::any_io_executor get_executor() const { return detail::executor_of(stream_); }

    /// Where to go on after the last event that was taken: the value at the JSON pointer of
    /// subscribe_options::resume(), to be kept and given to start_from(). Nothing before an event had it.
    std::optional<json::value> cursor() const;
    subscription_statistics statistics() const;

    /// Unsubscribes. What is buffered is dropped; a waiting next() gives nullopt. Idempotent.
    void close() noexcept;

private:
    friend class blocking_subscription;
    std::shared_ptr<detail::stream> stream_;
};

} // namespace corogql
