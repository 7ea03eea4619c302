/// These functions run coroutines to their end on an io_context, with a bound on the wall clock so that a hang is a
/// failed test.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <future>
#include <stdexcept>
#include <utility>

namespace corogql::testing {

namespace asio = boost::asio;

/// Runs the loop until `result` is there, and returns what that holds or throws it.
template <class T>
T run_until(asio::io_context& loop, std::future<T>& result,
            std::chrono::milliseconds bound = std::chrono::seconds(30)) {
    const auto end = std::chrono::steady_clock::now() + bound;
    const auto ready = [&result] { return result.wait_for(std::chrono::seconds(0)) == std::future_status::ready; };
    while (!ready()) {
        loop.restart();
        if (loop.run_one_until(end) == 0 && !ready()) {
            const bool late = std::chrono::steady_clock::now() >= end;
            throw std::runtime_error(late ? "the test took too long" : "the loop ran dry: nothing will happen");
        }
    }
    return result.get();
}

/// Starts a coroutine that goes on while others are run.
template <class T>
std::future<T> start(asio::io_context& loop, asio::awaitable<T> task) {
    return asio::co_spawn(loop, std::move(task), asio::use_future);
}

/// Runs one coroutine to its end.
template <class T>
T run(asio::io_context& loop, asio::awaitable<T> task, std::chrono::milliseconds bound = std::chrono::seconds(30)) {
    auto result = start(loop, std::move(task));
    return run_until(loop, result, bound);
}

} // namespace corogql::testing
