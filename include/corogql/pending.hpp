/// A pending result is on its way: a `std::future` that can also cancel the work.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <chrono>
#include <functional>
#include <future>
#include <utility>

namespace corogql {

namespace detail {

/// Waits for a limit of any length, where std::future itself overflows.
template <class T>
bool wait_for(const std::future<T>& result, std::chrono::nanoseconds limit) {
    constexpr std::chrono::nanoseconds year = std::chrono::hours(8760);
    return result.wait_for(limit < year ? limit : year) == std::future_status::ready;
}

} // namespace detail

/// A pending result is waited for, or cancelled. It is movable. Destroying it lets the work go on and drops its result;
/// it never blocks.
template <class T>
class pending {
public:
    /// Takes a future, and a function that ends the work.
    pending(std::future<T> result, std::function<void()> cancel)
        : future_(std::move(result)), cancel_(std::move(cancel)) {}

    /// Waits for the result and returns it, once; it throws what the operation threw.
    T get() { return future_.get(); }
    /// Returns whether the result is there after at most this long (a year at most). The work goes on.
    bool wait_for(std::chrono::nanoseconds limit) const { return detail::wait_for(future_, limit); }
    /// Returns whether the result is there.
    bool ready() const { return wait_for(std::chrono::nanoseconds(0)); }
    /// Ends the work: get() then throws boost::system::system_error (operation_aborted), unless the result was there
    /// first. It is thread-safe only against the work itself, not against other calls.
    void cancel() { cancel_(); }
    /// Returns the bare future, for code that wants one. Afterwards only cancel() may be used.
    std::future<T> future() { return std::move(future_); }

private:
    std::future<T> future_;
    std::function<void()> cancel_;
};

} // namespace corogql
