/// A stream is a MAPI subscription: items as they come, over reconnections.
#pragma once

#include <corogql/generator.hpp>
#include <corogql/mapi/connection.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace corogql::mapi {

/// A retry callback makes the variables for the (re-)subscription that follows. It is called before each, the first
/// included, with the value of the last item that arrived: null before there was one. Items that arrived are delivered,
/// if not taken yet, so this and not what the consumer has seen so far tells where to go on. It runs on the
/// connection's loop, the first time on the caller's thread.
using retry_callback = std::function<void(json::object& variables, const json::value* last_item)>;

/// Stream options belong to one stream.
class stream_options {
public:
    /// Sets who makes the variables for each (re-)subscription. Default: they stay as they are.
    stream_options& retry(retry_callback callback) { return retry_ = std::move(callback), *this; }
    /// Sets how many interruptions without an item in between there may be before a stream is given up. Default: 10.
    stream_options& attempts(unsigned count) { return attempts_ = count, *this; }
    /// Sets buffer and overflow. Its resume hook gives way to retry().
    stream_options& general(subscribe_options options) { return general_ = std::move(options), *this; }

    /// Returns who makes the variables for each (re-)subscription.
    const retry_callback& retry() const noexcept { return retry_; }
    /// Returns how many interruptions without an item in between there may be.
    unsigned attempts() const noexcept { return attempts_; }
    /// Returns buffer and overflow.
    const subscribe_options& general() const noexcept { return general_; }

private:
    retry_callback retry_;
    unsigned attempts_ = 10;
    subscribe_options general_;
};

namespace detail {

/// Gives the values of `data.<function>`, each with what holds it, and the end and failures of mapi::stream.
std::shared_ptr<corogql::detail::sequence<mapi_response>> responses_of(std::shared_ptr<connection_state> connection,
                                                                       operation what, const stream_options& options);

/// An item is transformed; what the function throws is not the end.
template <class T>
class transformed final : public corogql::detail::adaptor<mapi_response, T> {
public:
    using callback = std::function<T(const json::value& item)>;

    transformed(std::shared_ptr<corogql::detail::sequence<mapi_response>> from, callback transform)
        : corogql::detail::adaptor<mapi_response, T>(std::move(from)), transform_(std::move(transform)) {}

    std::optional<T> try_next() override {
        failed_ = false;
        const std::optional<mapi_response> answer = this->from().try_next();
        if (!answer) return std::nullopt;
        failed_ = true;
        std::optional<T> item(transform_(response_value(*answer)));
        failed_ = false;
        return item;
    }
    bool done() const override { return !failed_ && corogql::detail::adaptor<mapi_response, T>::done(); }

private:
    callback transform_;
    bool failed_ = false; ///< The function threw for the last item.
};

} // namespace detail

/// A stream is a generator of T, of which everything said holds. Failures are those of connection, and are the end:
/// they are thrown again at every further call. What the callback throws comes through, and the stream goes on with the
/// next item. It keeps its connection.
///
///     auto lines = subscribe<std::string>(mapi, get_run_logs(log_filter("my-run")), decode_chunk,
///                                         stream_options().retry(update_offset));
///     while (auto text = co_await lines.next()) std::cout << *text;
///
/// Code that blocks uses `blocking_generator(std::move(lines), mapi.loop())`, or `lines.async_next(asio::use_future)`.
template <class T>
class stream : public generator<T> {
public:
    /// A callback makes a T of an item.
    using callback = std::function<T(const json::value& item)>;

    /// Begins a stream whose items `transform` makes.
    stream(const connection& from, operation what, callback transform, const stream_options& options = {})
        : generator<T>(std::make_shared<detail::transformed<T>>(
              detail::responses_of(detail::state_of(from), std::move(what), options), std::move(transform))) {}
};

/// Begins a stream whose items are decoded to a T each. Throws config_error when there is nothing to authenticate with.
template <class T>
stream<T> subscribe(const connection& from, operation what, const stream_options& options = {}) {
    return stream<T>(from, std::move(what), [](const json::value& item) { return decode<T>(item); }, options);
}
/// Begins a stream whose items `transform` makes. Throws config_error when there is nothing to authenticate with.
template <class T>
stream<T> subscribe(const connection& from, operation what, typename stream<T>::callback transform,
                    const stream_options& options = {}) {
    return stream<T>(from, std::move(what), std::move(transform), options);
}

} // namespace corogql::mapi
