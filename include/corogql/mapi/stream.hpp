/// A MAPI subscription: items as they come, over reconnections.
#pragma once

#include <corogql/mapi/connection.hpp>
#include <corogql/mapi/turnstile.hpp>
#include <corogql/subscription.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <concepts>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>

namespace corogql {

namespace mapi {

/// Makes the variables for the (re-)subscription that follows; called before each, the first included, with the value
/// of the last item that arrived: null before there was one. Items that arrived are delivered, if not taken yet, so
/// this and not what the consumer has seen so far tells where to go on. Runs on the connection's loop, the first time
/// on the caller's thread.
using retry_callback = std::function<void(json::object& variables, const json::value* last_item)>;

class stream_options {
public:
    stream_options& retry(retry_callback callback) { return retry_ = std::move(callback), *this; }
    /// Interruptions without an item in between after which a stream is given up. Default: 10.
    stream_options& attempts(unsigned count) { return attempts_ = count, *this; }
    /// Buffer and overflow. Its resume hook gives way to retry().
    stream_options& general(subscribe_options options) { return general_ = std::move(options), *this; }

    const retry_callback& retry() const noexcept { return retry_; }
    unsigned attempts() const noexcept { return attempts_; }
    const subscribe_options& general() const noexcept { return general_; }

private:
    retry_callback retry_;
    unsigned attempts_ = 10;
    subscribe_options general_;
};

} // namespace mapi

namespace detail {

/// The part of a stream that does not depend on its item.
class mapi_stream : public std::enable_shared_from_this<mapi_stream> {
public:
    static std::shared_ptr<mapi_stream> make(std::shared_ptr<mapi_state> connection, mapi::operation what,
                                             const mapi::stream_options& options);
    mapi_stream(std::shared_ptr<mapi_state> connection, mapi::operation what, const mapi::stream_options& options);
    /// The value of `data.<function>` with what holds it; nothing at the end.
    asio::awaitable<std::optional<mapi_answer>> next();
    void close() noexcept;
    const std::shared_ptr<mapi_state>& connection() const noexcept { return connection_; }

private:
    void cancel() noexcept;
    /// Nothing for a notice of a reconnection.
    std::optional<mapi_answer> take(event item);
    [[noreturn]] void end_with(std::exception_ptr failure);

    std::shared_ptr<mapi_state> connection_; ///< outlives the subscription
    mapi::operation what_;
    unsigned attempts_;
    unsigned interruptions_ = 0; ///< since the last item
    std::exception_ptr failure_; ///< for which the stream was closed
    std::atomic<bool> cancelled_ = false;
    std::shared_ptr<void> sigterm_; ///< the signal cancels a stream until it has ended
    subscription events_;
};

} // namespace detail

namespace mapi {

/// An async generator of T. Movable; one consumer. Failures are those of connection, and are the end: they are thrown
/// again at every further call. What the callback throws comes through, and the stream goes on with the next item.
///
///     auto lines = subscribe<std::string>(mapi, get_run_logs(log_filter("my-run")), decode_chunk,
///                                         stream_options().retry(update_offset));
///     while (auto text = co_await lines.next()) std::cout << *text;
template <class T>
class stream {
public:
    using callback = std::function<T(const json::value& item)>;

    stream(const connection& from, operation what, callback transform, const stream_options& options = {})
        : state_(std::make_shared<state>(from.state_, std::move(what), std::move(transform), options)) {}
    stream(stream&&) noexcept = default;
    stream& operator=(stream&& other) noexcept {
        if (this != &other) close(), state_ = std::move(other.state_);
        return *this;
    }
    ~stream() { close(); }

    /// The next item; nullopt at the end, and again at every further call.
    asio::awaitable<std::optional<T>> next() { return take(state_); }

    /// For code that blocks: a future of the next item, nullopt at the end. Futures may be asked for before the earlier
    /// ones are ready; they are filled in order. One that is dropped has taken its item.
    std::future<std::optional<T>> next_future() {
        return asio::co_spawn(corogql::detail::executor_of(state_->source->connection()), take_in_turn(state_),
                              asio::use_future);
    }
    /// The same, and blocks.
    std::optional<T> get_next() { return next_future().get(); }

    /// Unsubscribes. Any thread; idempotent.
    void close() noexcept {
        if (state_) state_->source->close();
    }

private:
    struct state {
        state(std::shared_ptr<corogql::detail::mapi_state> connection, operation what, callback transform_,
              const stream_options& options)
            : source(corogql::detail::mapi_stream::make(std::move(connection), std::move(what), options)),
              transform(std::move(transform_)), order(corogql::detail::executor_of(source->connection())) {}

        std::shared_ptr<corogql::detail::mapi_stream> source;
        callback transform;
        corogql::detail::turnstile order;
    };

    static asio::awaitable<std::optional<T>> take(std::shared_ptr<state> from) {
        const std::optional<corogql::detail::mapi_answer> answer = co_await from->source->next();
        if (!answer) co_return std::nullopt;
        co_return from->transform(corogql::detail::answer_value(*answer));
    }
    static asio::awaitable<std::optional<T>> take_in_turn(std::shared_ptr<state> from) {
        const corogql::detail::turnstile::turn mine = co_await from->order.enter();
        co_return co_await take(from);
    }

    std::shared_ptr<state> state_;
};

/// Without a callback: each item decoded to a T. Throws config_error when there is nothing to authenticate with.
template <class T>
stream<T> subscribe(const connection& from, operation what, const stream_options& options = {}) {
    return stream<T>(from, std::move(what), [](const json::value& item) { return decode<T>(item); }, options);
}
template <class T>
stream<T> subscribe(const connection& from, operation what, typename stream<T>::callback transform,
                    const stream_options& options = {}) {
    return stream<T>(from, std::move(what), std::move(transform), options);
}

} // namespace mapi
} // namespace corogql
