/// Callables run on the engine's threads: for code that blocks, beside the requests, which need no threads.
#pragma once

#include <corogql/error.hpp>
#include <corogql/pending.hpp>

#include <chrono>
#include <concepts>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

namespace corogql::mapi {

namespace detail {

class connection_state;

/// A pooled call is a callable for the pool; run() or drop() is called once.
class pooled_call {
public:
    virtual ~pooled_call() = default;
    virtual void run() = 0;
    virtual void drop(std::exception_ptr why) = 0;
};

/// A handle says what can be done with a task.
struct pooled_handle {
    std::function<void()> cancel;
    std::function<void()> protect;
};

/// Submits a call to the connection's pool, or, where `connection` is null, to the shared one.
pooled_handle submit_to_pool(connection_state* connection, std::unique_ptr<pooled_call> call);

template <class Result, class Call>
class promised_call final : public pooled_call {
public:
    explicit promised_call(Call call) : call_(std::move(call)) {}
    std::future<Result> future() { return promise_.get_future(); }

    void run() override {
        try {
            if constexpr (std::is_void_v<Result>) {
                call_();
                promise_.set_value();
            } else {
                promise_.set_value(call_());
            }
        } catch (...) {
            promise_.set_exception(std::current_exception());
        }
    }
    void drop(std::exception_ptr why) override { promise_.set_exception(std::move(why)); }

private:
    Call call_;
    std::promise<Result> promise_;
};

} // namespace detail

/// A task is a callable that was submitted: its future, and what can be done until it begins. It is movable; dropping
/// it changes nothing.
template <class T>
class task {
public:
    /// Makes a task of a future and a handle; it is the library's own.
    task(std::future<T> result, detail::pooled_handle handle)
        : future_(std::move(result)), handle_(std::move(handle)) {}

    /// Waits for the result and returns it; throws what the callable threw, or boost::system::system_error
    /// (operation_aborted) when it was cancelled. One that the end of its pool overtook throws corogql::error of kind
    /// `cancelled`.
    T get() { return future_.get(); }
    /// Returns whether the result is there after at most this long (a year at most).
    bool wait_for(std::chrono::nanoseconds limit) const { return corogql::detail::wait_for(future_, limit); }
    /// Ends a task that has not begun; one that runs goes on.
    void cancel() { handle_.cancel(); }
    /// Makes SIGTERM wait for it; see sigterm.hpp.
    void protect() { handle_.protect(); }
    /// Returns the bare future, for code that wants one.
    std::future<T> future() { return std::move(future_); }

private:
    std::future<T> future_;
    detail::pooled_handle handle_;
};

/// Makes the task finish although SIGTERM comes.
template <class T>
void protect_future_from_sigterm(task<T>& of) {
    of.protect();
}

namespace detail {

template <class Call, class... Arguments>
auto run_pooled(connection_state* connection, Call call, Arguments... arguments) {
    using value = std::invoke_result_t<Call, Arguments...>;
    auto bound = [call = std::move(call), arguments = std::make_tuple(std::move(arguments)...)]() mutable {
        return std::apply(std::move(call), std::move(arguments));
    };
    auto work = std::make_unique<promised_call<value, decltype(bound)>>(std::move(bound));
    auto future = work->future();
    auto handle = submit_to_pool(connection, std::move(work));
    return task<value>(std::move(future), std::move(handle));
}

} // namespace detail

/// Runs `call(arguments...)` on the pool of ten threads that all connections share. There is no retry and no mapping of
/// errors. The end of the process waits for what runs, and cancels what waits.
template <class Call, class... Arguments>
    requires std::invocable<Call, Arguments...>
auto run_in_threadpool(Call call, Arguments... arguments) {
    return detail::run_pooled(nullptr, std::move(call), std::move(arguments)...);
}

} // namespace corogql::mapi
