/// The body of a generator gives its items to a yielder.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/asio/awaitable.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace corogql {

namespace asio = boost::asio;

namespace detail {
template <class T>
class generator_body;
}

/// A yielder takes the items of a generator's body and hands them to the consumer; see generate().
template <class T>
class yielder {
public:
    /// Makes the yielder of a body; it is the library's own.
    explicit yielder(detail::generator_body<T>& to) noexcept : to_(to) {}
    /// It cannot be copied.
    yielder(const yielder&) = delete;
    yielder& operator=(const yielder&) = delete;

    /// Hands `value` to the consumer, and returns when it asks for the next one. Throws boost::system::system_error
    /// (operation_aborted) when the generator is gone: let that end the body. One call is under way at a time.
    asio::awaitable<void> yield(T value) { return to_.offer(to_.shared_from_this(), std::move(value), nullptr); }
    /// Makes the consumer's next() throw this, and the generator go on: for failures that are not the end. What leaves
    /// the body is thrown, too, and is the end.
    asio::awaitable<void> raise(std::exception_ptr failure) {
        return to_.offer(to_.shared_from_this(), std::nullopt, std::move(failure));
    }

private:
    detail::generator_body<T>& to_;
};

} // namespace corogql
