/// Generators are one type for every source of items, and a plain way to write one's own.
#pragma once

#include <corogql/detail/adopted.hpp>
#include <corogql/detail/generator_body.hpp>
#include <corogql/detail/handler_place.hpp>
#include <corogql/detail/sequence.hpp>
#include <corogql/detail/take_with_token.hpp>
#include <corogql/source.hpp>
#include <corogql/yielder.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/system_executor.hpp>

#include <concepts>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace corogql {

template <class Source>
class basic_blocking_generator;

/// A generator gives items in order, as from a subscription, whatever they come from. The end is nullopt, again at
/// every further call. A failure is thrown behind what came before it; whether more may follow is the source's to say
/// (pages: yes). One that is the end is thrown again at every further call, so that none gets lost under `next() ||
/// timer`.
///
///     generator<int> numbers = map(api.subscribe(request("subscription { … }")), &number_of);
///     while (auto number = co_await numbers.next()) use(*number);
///
/// Nothing begins before the first next(). It is a movable handle with a single consumer: a second next() while one
/// waits throws kind `usage`. It may be used on any thread, one at a time, unless its source is a stream of a client
/// that is single_threaded(). It may outlive the execution contexts of its sources and of its consumer. Destroying it
/// stops its sources, never blocks, and is fine at any moment, also while a next() is under way (which then gives
/// nullopt).
template <class T>
class generator {
public:
    /// An item has this type.
    using value_type = T;

    /// Makes a generator that is at its end.
    generator() noexcept = default;
    /// Takes any source of T, which it then owns.
    template <class S>
        requires(!std::derived_from<S, generator> && source<S> && std::same_as<item_t<S>, T>)
    generator(S from) : from_(std::make_shared<detail::adopted<S>>(std::move(from))) {}
    /// Takes what adaptors of the library are made of.
    explicit generator(std::shared_ptr<detail::sequence<T>> from) noexcept : from_(std::move(from)) {}
    /// Moves the handle; the other one is at its end.
    generator(generator&&) noexcept = default;
    /// Stops what this is a handle to, and takes the other's.
    generator& operator=(generator&& other) noexcept {
        if (this != &other) {
            close();
            from_ = std::move(other.from_);
        }
        return *this;
    }
    /// Stops the sources, without blocking.
    ~generator() { close(); }

    /// Waits for the next item and returns it, or nullopt at the end. It resumes on the executor of who awaits it, and
    /// does not suspend while an item is there. Cancellation (all types, total included) loses nothing: it throws
    /// boost::system::system_error (operation_aborted) and the next call goes on.
    asio::awaitable<std::optional<T>> next() { return detail::take_next(from_); }

    /// Returns an item that is there already, and never waits; nullopt also at the end, which done() tells apart. It
    /// throws a failure like next(). Of what must wait nothing is begun before the first next().
    std::optional<T> try_next() {
        if (!from_ || from_->left()) return std::nullopt;
        return from_->take();
    }
    /// Returns true once nothing will come any more: the end was reached, or the failure thrown that is the end.
    bool done() const noexcept { return !from_ || from_->left() || from_->done(); }

    /// Runs next() with any completion token of the signature `void(std::exception_ptr, std::optional<T>)`. A handler
    /// without an executor of its own is called on that of the source (of a client's, the client's), or Asio's
    /// system_executor where it has none.
    template <class CompletionToken>
    auto async_next(CompletionToken&& token) {
        auto initiate = [](auto handler, std::shared_ptr<detail::sequence<T>> from) {
            const asio::any_io_executor source = from ? from->executor() : asio::system_executor();
            auto called = detail::place<std::optional<T>>(std::move(handler), source);
            detail::take_with_token<T>(std::move(from), called.on, std::move(called.handler));
        };
        return asio::async_initiate<CompletionToken, void(std::exception_ptr, std::optional<T>)>(std::move(initiate),
                                                                                                 token, from_);
    }

    /// Returns the executor on which handlers without one of their own are called.
    asio::any_io_executor get_executor() const { return from_ ? from_->executor() : asio::system_executor(); }

    /// Stops the generator. What is buffered is dropped; a waiting next() gives nullopt. A second call does nothing.
    void close() noexcept {
        if (from_) from_->leave();
    }

    /// Gives away what this is a handle to, for adaptors, which go on with it. Throws kind `usage` while a next() is
    /// under way.
    std::shared_ptr<detail::sequence<T>> release() && {
        if (!from_) return std::make_shared<detail::no_items<T>>();
        from_->check_single_consumer();
        return std::move(from_);
    }

protected:
    /// Returns what this is a handle to; null for a generator without a source.
    const std::shared_ptr<detail::sequence<T>>& from() const noexcept { return from_; }

private:
    template <class>
    friend class basic_blocking_generator;

    std::shared_ptr<detail::sequence<T>> from_;
};

/// A generator made of a source has the source's items.
template <source S>
generator(S) -> generator<item_t<S>>;

/// Makes a generator of one's own. `body` is a coroutine, `asio::awaitable<void>(yielder<T>&, arguments…)`, which gives
/// each item with `co_await out.yield(item)`:
///
///     asio::awaitable<void> squares(yielder<int>& out, int most) {
///         for (int i = 1; i <= most; ++i) co_await out.yield(i * i);
///     }
///     auto numbers = generate<int>(&squares, 10);
///
/// The body begins with the first next(), goes on from a yield() when the next item is asked for, and runs on a strand
/// of the executor on which the first next() is awaited (of the handler, with a completion token). Its return is the
/// end; what it throws is thrown by next(), and is the end. When the generator is closed or destroyed the body is ended
/// from where it waits: yield() throws operation_aborted, everything else gets terminal cancellation. That happens on
/// its executor, soon, and nobody waits for it, so what it refers to must live on; what it owns is best given as
/// arguments, which are moved in. A cancelled next() does not cancel it. From its beginning to its end it is work of
/// its executor.
///
/// With g++ 12, name an item that is an aggregate before you give it (`co_await out.yield(std::move(named))`).
template <class T, class Body, class... Arguments>
    requires std::is_invocable_r_v<asio::awaitable<void>, Body&, yielder<T>&, Arguments&&...>
generator<T> generate(Body body, Arguments... arguments) {
    detail::body_place consumers{asio::system_executor(), false};
    return generator<T>(detail::make_outlet<T>(std::move(consumers), std::move(body), std::move(arguments)...));
}

/// Makes a generator of one's own whose body runs on a strand of `on`; handlers without an executor of their own are
/// called there as well. All else is as with a body alone.
template <class T, class Body, class... Arguments>
    requires std::is_invocable_r_v<asio::awaitable<void>, Body&, yielder<T>&, Arguments&&...>
generator<T> generate(asio::any_io_executor on, Body body, Arguments... arguments) {
    detail::body_place own{std::move(on), true};
    return generator<T>(detail::make_outlet<T>(std::move(own), std::move(body), std::move(arguments)...));
}

} // namespace corogql
