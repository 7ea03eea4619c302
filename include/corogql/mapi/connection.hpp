/// A connection to MAPI is the C++ successor of `mcli.api.engine.engine.MAPIConnection`.
#pragma once

#include <corogql/mapi/connection_options.hpp>
#include <corogql/mapi/object_list.hpp>
#include <corogql/mapi/operation.hpp>
#include <corogql/mapi/paginated_object_list.hpp>
#include <corogql/mapi/response.hpp>
#include <corogql/mapi/thread_pool.hpp>
#include <corogql/pending.hpp>
#include <corogql/subscribe_options.hpp>

#include <concepts>
#include <memory>
#include <string>

namespace corogql {
class event_loop;
}

/// The MosaicML MAPI engine is in this namespace, the C++ successor of Python's `mcli.api.engine`.
namespace corogql::mapi {

/// A connection is a handle on shared state: copies are the same connection. All members may be called from any thread;
/// awaiting coroutines resume on their own executor.
///
/// Failures are mapi_error, multi_mapi_error, timeout_error and config_error; corogql::error of kind `cancelled` when
/// the connection is closed meanwhile. Who cancels gets what Asio gives, boost::system::system_error with
/// operation_aborted: of a request a request_cancelled; SIGTERM cancels likewise.
///
/// T is a model: a type with `static T from_mapi_response(const json::object&)`, or any type that corogql::decode() can
/// make. What MAPI sent in another shape than expected is a mapi_error 500 that begins with "Internal Server Error:
/// Malformed response data".
class connection {
public:
    /// Makes a connection, for which nothing is read or dialled yet. Throws corogql::error of kind `config` when the
    /// endpoint is no URL.
    explicit connection(connection_options options = {});

    // The default connection, for code that is not handed one. See also `scope`.

    /// Returns the connection of the innermost living scope; else the process's own, made when it is first asked for
    /// and closed when the process ends; from then on it throws corogql::error of kind `cancelled`.
    static connection current();
    /// Closes the process's own default connection; the next current() makes another one, with the settings of then.
    static void reset();

    /// Returns the URL of the endpoint.
    const std::string& endpoint() const noexcept;
    /// Returns the loop on which the connection works, on a thread of its own. A blocking_generator of a stream is made
    /// with it.
    const std::shared_ptr<event_loop>& loop() const noexcept;
    /// Returns the executor of the loop.
    asio::any_io_executor executor() const;

    // The list that the operation answers with.

    /// Runs an operation and returns the list that it answers with.
    template <class T>
    asio::awaitable<object_list<T>> run_plural(operation what) {
        return detail::await_list<T>(state_, std::move(what));
    }
    /// Runs an operation and returns the only item of its list; throws mapi_error 500 "… expected 1" when there are
    /// none, or several.
    template <class T>
    asio::awaitable<T> run_singular(operation what) {
        return detail::await_single<T>(state_, std::move(what));
    }
    /// Runs an operation and returns one page of its list; see paginated_object_list for the others.
    template <class T>
    asio::awaitable<paginated_object_list<T>> run_paginated(operation what) {
        return detail::await_page<T>(state_, std::move(what));
    }

    /// Runs run_plural() with any completion token of the signature `void(std::exception_ptr, object_list<T>)`. A
    /// handler without an executor of its own is called on the connection's loop.
    template <class T, class CompletionToken>
    auto async_run_plural(operation what, CompletionToken&& token) {
        return detail::async_response<object_list<T>>(state_, std::move(what), &detail::read_list<T>,
                                                      std::forward<CompletionToken>(token));
    }
    /// Runs run_singular() with any completion token of the signature `void(std::exception_ptr, T)`. A handler without
    /// an executor of its own is called on the connection's loop.
    template <class T, class CompletionToken>
    auto async_run_singular(operation what, CompletionToken&& token) {
        return detail::async_response<T>(state_, std::move(what), &detail::read_single<T>,
                                         std::forward<CompletionToken>(token));
    }
    /// Runs run_paginated() with any completion token of the signature `void(std::exception_ptr,
    /// paginated_object_list<T>)`. A handler without an executor of its own is called on the connection's loop.
    template <class T, class CompletionToken>
    auto async_run_paginated(operation what, CompletionToken&& token) {
        return detail::async_response<paginated_object_list<T>>(state_, std::move(what), &detail::read_page<T>,
                                                                std::forward<CompletionToken>(token));
    }

    /// Begins run_plural() at once, for code that blocks, and returns a future whose cancel() ends the work.
    template <class T>
    pending<object_list<T>> start_plural(operation what) {
        return detail::start_response<object_list<T>>(state_, std::move(what), &detail::read_list<T>);
    }
    /// Begins run_singular() at once, for code that blocks, and returns a future whose cancel() ends the work.
    template <class T>
    pending<T> start_singular(operation what) {
        return detail::start_response<T>(state_, std::move(what), &detail::read_single<T>);
    }
    /// Begins run_paginated() at once, for code that blocks, and returns a future whose cancel() ends the work.
    template <class T>
    pending<paginated_object_list<T>> start_paginated(operation what) {
        return detail::start_response<paginated_object_list<T>>(state_, std::move(what), &detail::read_page<T>);
    }

    /// Runs `call(arguments...)` on a thread: of the connection's own pool when connection_options::concurrency() was
    /// set, else of the pool that all connections share. See thread_pool.hpp.
    template <class Call, class... Arguments>
        requires std::invocable<Call, Arguments...>
    auto run_in_threadpool(Call call, Arguments... arguments) {
        return detail::run_pooled(state_.get(), std::move(call), std::move(arguments)...);
    }

    // Subscriptions: see stream.hpp.

    /// Returns whether the websocket is up and acknowledged.
    bool connected() const;
    /// Connects the websocket before it is needed. Throws what a subscription would: timeout_error after
    /// connection_options::connect_timeout(), mapi_error 401 for refused credentials.
    asio::awaitable<void> create_websocket_connection();

    /// Ends what is under way (kind `cancelled`) and closes all sockets; it takes a bounded time. A second call does
    /// nothing; the connection may be used again afterwards. It must not be called on the connection's own loop thread,
    /// where it only begins to close. While SIGTERM's drain is on it lets protected requests end first.
    void close();

    /// A scope makes a connection the default while it lives, and closes it at its end. Scopes nest; ones that end in
    /// another order take only themselves away. The default is the process's: a coroutine that moves to another thread
    /// keeps it, and code that must not see it is to be handed a connection of its own.
    class scope {
    public:
        /// Makes this connection the default.
        explicit scope(connection use);
        /// Closes the connection, and gives its place to the default before it.
        ~scope();
        scope(const scope&) = delete;
        scope& operator=(const scope&) = delete;

        /// Returns the connection.
        connection& operator*() noexcept;
        /// Returns the connection.
        connection* operator->() noexcept;

    private:
        struct entry;
        std::unique_ptr<entry> entry_;
    };

private:
    friend std::shared_ptr<detail::connection_state> detail::state_of(const connection& of);
    explicit connection(std::shared_ptr<detail::connection_state> state) noexcept : state_(std::move(state)) {}

    std::shared_ptr<detail::connection_state> state_;
};

} // namespace corogql::mapi
