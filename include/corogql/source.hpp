/// Generators are made of sources: of anything with a next() like theirs.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/system_executor.hpp>

#include <concepts>
#include <optional>
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

/// An item of a source has this type.
template <class S>
using item_t = typename detail::item_of<decltype(std::declval<S&>().next())>::type;

/// A source is movable and has `asio::awaitable<std::optional<T>> next()`, which gives an item, or nullopt at the end,
/// also when it is asked again. subscription, pages and mapi::stream are generators, which are such.
template <class S>
concept source = std::move_constructible<S> && requires { typename item_t<S>; };

/// A closable source also has `void close() noexcept`, which is called when a generator of it is closed, on any thread,
/// at any moment, and ends a next() that is under way with nullopt. A source without it gets terminal cancellation.
/// Each next() of a source runs apart from who waits for it, so that a cancellation of the one in a generator loses
/// nothing.
template <class S>
concept closable_source = source<S> && requires(S& from) {
    { from.close() } noexcept -> std::same_as<void>;
};

/// An immediate source also has `std::optional<T> try_next()`, which gives an item that is there already, and `bool
/// done()`, which says that nothing will come any more. Items that are there then cost no coroutine.
template <class S>
concept immediate_source = source<S> && requires(S& from) {
    { from.try_next() } -> std::same_as<std::optional<item_t<S>>>;
    { from.done() } -> std::convertible_to<bool>;
};

namespace detail {

/// Returns where handlers without an executor are called: `get_executor()` of a source that has it.
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
