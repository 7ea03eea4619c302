/// The client runs queries, mutations and subscriptions against one GraphQL endpoint.
#pragma once

#include <corogql/client_options.hpp>
#include <corogql/detail/handler_place.hpp>
#include <corogql/encode.hpp>
#include <corogql/error.hpp>
#include <corogql/page_options.hpp>
#include <corogql/pages.hpp>
#include <corogql/request.hpp>
#include <corogql/response.hpp>
#include <corogql/statistics.hpp>
#include <corogql/subscribe_options.hpp>
#include <corogql/subscription.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>

/// The library's names are in this namespace: a GraphQL client for C++20 coroutines.
namespace corogql {

class client;

namespace detail {
class client_place;
using response_handler = asio::any_completion_handler<void(std::exception_ptr, response)>;
using close_handler = asio::any_completion_handler<void(std::exception_ptr)>;
asio::any_io_executor executor_of(const std::shared_ptr<client_place>& place);
std::shared_ptr<client_place> place_of(const client& api) noexcept;
void start_execute(std::shared_ptr<client_place> place, std::unique_ptr<request> operation, asio::any_io_executor on,
                   response_handler handler);
void start_connect(std::shared_ptr<client_place> place, asio::any_io_executor on, close_handler handler);
void start_warm_up(std::shared_ptr<client_place> place, asio::any_io_executor on, close_handler handler,
                   std::size_t connections);
void start_close(std::shared_ptr<client_place> place, asio::any_io_executor on, close_handler handler,
                 std::chrono::nanoseconds drain);
} // namespace detail

/// A client runs the operations of one GraphQL endpoint. All members may be called from any thread, unless the options
/// say single_threaded(). An awaiting coroutine is resumed on its own executor. Nothing is dialled before it is needed,
/// HTTP connections are kept for the next request, and all subscriptions share one websocket.
///
/// Destroying a client closes it without blocking: what is pending ends with kind `cancelled`, if the executor still
/// runs. A client, what it gave out and what it was given (handles, pending futures, cancellation signals, the
/// execution contexts of consumers) may go in any order, before its execution context or after it; an execution context
/// must not be destroyed while another thread calls a member of what works on it. Once its context has gone a client
/// can only be destroyed or assigned to: all else throws kind `usage`.
///
/// Any member may be called from any function that the client was given, and from any completion handler. What such a
/// function throws ends the operations that it was called for, with kind `callback` (see error_kind).
class client {
public:
    /// Makes a client that works on this executor. Throws corogql::error of kind `config` when the options cannot work,
    /// and of kind `usage` when a number among them cannot: a negative duration, or a limit of zero that would let
    /// nothing pass.
    client(asio::any_io_executor executor, client_options options);
    /// Moves the client; the other one can only be destroyed or assigned to.
    client(client&&) noexcept = default;
    /// Closes this client, as the destructor does, and takes the other's place.
    client& operator=(client&&) noexcept;
    /// Closes the client without blocking; what is pending ends with kind `cancelled`.
    ~client();

    /// Runs a query or mutation. GraphQL errors are part of the response; everything else throws corogql::error. What
    /// the server defers or streams (`@defer`, `@stream`) is waited for and is in the response. Terminal cancellation
    /// ends the operation (boost::system::system_error, operation_aborted) and closes its connection, so a mutation may
    /// or may not have run.
    asio::awaitable<response> execute(request operation);

    /// Starts a subscription, or a query or mutation that is to run over the websocket. It never throws for what the
    /// network does; that comes with next(). It throws kind `usage` for options that contradict each other.
    ///
    /// A query with `@defer` or `@stream` given to it yields the growing result: an event for each step the server
    /// sends, with all that came so far; response::has_next() of the last one is false.
    subscription subscribe(request operation, subscribe_options options = {});

    /// Walks through the pages of a query, each asked for like execute() when it is taken; nothing is sent before.
    /// Throws kind `usage` for options that the document cannot follow.
    pages paginate(request operation, page_options options = {});

    /// Connects the websocket before a subscription needs it, within client_options::connect_timeout(). It is then kept
    /// for websocket_options::idle_timeout(). Throws what a subscription would.
    asio::awaitable<void> connect();
    /// Opens HTTP connections until there are `connections` (http_options::max_connections() at most), within
    /// client_options::connect_timeout(). Each serves as soon as it is open. Throws what the first that failed threw;
    /// the others are kept.
    asio::awaitable<void> warm_up(std::size_t connections);
    /// Returns whether the websocket is up and acknowledged.
    bool connected() const noexcept;

    /// Makes queries, mutations and links that wait for their next attempt make it at once: for when the reason of the
    /// failures has gone, such as a network that is back. It is thread-safe; those that begin to wait later do wait.
    void retry_now() const;

    /// Returns what the client has counted so far.
    client_statistics statistics() const;

    /// Ends every operation (kind `cancelled`, subscriptions as well), says goodbye to the server within
    /// websocket_options::close_timeout(), and closes all connections. New work may follow.
    asio::awaitable<void> close();
    /// Closes the client as close() does, after queries and mutations that are under way have ended, for which it waits
    /// `drain` at most. While it waits new ones are refused with kind `cancelled`; subscriptions go on.
    asio::awaitable<void> close(std::chrono::nanoseconds drain);

    /// Runs execute() with any completion token of the signature `void(std::exception_ptr, response)`, such as
    /// use_future, deferred or a callback. A handler without an executor of its own is called on the client's.
    template <class CompletionToken>
    auto async_execute(request operation, CompletionToken&& token) {
        auto initiate = [](auto handler, std::shared_ptr<detail::client_place> place, std::unique_ptr<request> what) {
            auto called = detail::place<response>(std::move(handler), detail::executor_of(place));
            detail::start_execute(std::move(place), std::move(what), std::move(called.on), std::move(called.handler));
        };
        return asio::async_initiate<CompletionToken, void(std::exception_ptr, response)>(
            std::move(initiate), token, place_, std::make_unique<request>(std::move(operation)));
    }

    /// Runs connect() with any completion token of the signature `void(std::exception_ptr)`.
    template <class CompletionToken>
    auto async_connect(CompletionToken&& token) {
        return begin(&detail::start_connect, token);
    }
    /// Runs warm_up() with any completion token of the signature `void(std::exception_ptr)`.
    template <class CompletionToken>
    auto async_warm_up(std::size_t connections, CompletionToken&& token) {
        return begin(&detail::start_warm_up, token, connections);
    }
    /// Runs close() with any completion token of the signature `void(std::exception_ptr)`.
    template <class CompletionToken>
    auto async_close(CompletionToken&& token) {
        return begin(&detail::start_close, token, std::chrono::nanoseconds(0));
    }
    /// Runs close() with a time to drain, and any completion token of the signature `void(std::exception_ptr)`.
    template <class CompletionToken>
    auto async_close(std::chrono::nanoseconds drain, CompletionToken&& token) {
        return begin(&detail::start_close, token, drain);
    }

    /// The type of executor that get_executor() returns, by the name that Asio looks for.
    using executor_type = asio::any_io_executor;
    /// Returns the client's executor, on which handlers without an executor of their own are called: the strand that it
    /// has made, or the executor given to a client that is single_threaded(). After a move it is Asio's
    /// system_executor.
    executor_type get_executor() const { return detail::executor_of(place_); }

private:
    template <class Start, class CompletionToken, class... Arguments>
    auto begin(Start start, CompletionToken& token, Arguments... arguments) {
        auto initiate = [start](auto handler, std::shared_ptr<detail::client_place> place, Arguments... with) {
            auto called = detail::place<>(std::move(handler), detail::executor_of(place));
            start(std::move(place), std::move(called.on), std::move(called.handler), with...);
        };
        return asio::async_initiate<CompletionToken, void(std::exception_ptr)>(std::move(initiate), token, place_,
                                                                               arguments...);
    }

    friend class blocking_client;
    friend std::shared_ptr<detail::client_place> detail::place_of(const client& api) noexcept;
    std::shared_ptr<detail::client_place> place_;
};

} // namespace corogql
