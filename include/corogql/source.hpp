/// What generators are made of: anything with a next() like theirs.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/system_executor.hpp>

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>

namespace corogql {

namespace asio = boost::asio;

namespace detail {

template <class Awaitable>
struct item_of {};
template <class T>
struct item_of<asio::awaitable<std::optional<T>>> {
    using type = T;
};

} // namespace detail

/// What a source gives.
template <class S>
using item_t = typename detail::item_of<decltype(std::declval<S&>().next())>::type;

/// Movable, with `asio::awaitable<std::optional<T>> next()`: an item; nullopt at the end, also when it is asked again.
/// subscription, pages and mapi::stream are generators, which are such.
template <class S>
concept source = std::move_constructible<S> && requires { typename item_t<S>; };

/// Each next() of a source runs apart from who waits for it, so that a cancellation of the one in a generator loses
/// nothing. When that is closed, `void close() noexcept` of a source is called, on any thread, at any moment, and ends
/// a next() that is under way with nullopt. One of a source without gets terminal cancellation.
template <class S>
concept closable_source = source<S> && requires(S& from) {
    { from.close() } noexcept -> std::same_as<void>;
};

/// Where there are also `std::optional<T> try_next()`, an item that is there already, and `bool done()`, nothing will
/// come any more, items that are there cost no coroutine.
template <class S>
concept immediate_source = source<S> && requires(S& from) {
    { from.try_next() } -> std::same_as<std::optional<item_t<S>>>;
    { from.done() } -> std::convertible_to<bool>;
};

namespace detail {

/// Where handlers without an executor are called: `get_executor()` of a source that has it.
template <class S>
asio::any_io_executor executor_of_source(S& from) {
    if constexpr (requires { asio::any_io_executor(from.get_executor()); })
        return from.get_executor();
    else
        return asio::system_executor();
}

template <class S>
inline constexpr bool is_awaitable = false;
template <class T>
inline constexpr bool is_awaitable<asio::awaitable<T>> = true;

} // namespace detail

} // namespace corogql
