/// A world of its own for tests: virtual time, a network in memory, chance from one seed.
///
/// Clients made with a simulation's executor run in it, whole and unchanged: their backoff, deadlines, liveness and
/// reconnections take virtual hours and real milliseconds, and the same seed gives the same run, byte for byte.
///
///     simulation world(42);
///     simulated_server server(world);
///     client api(world.executor(), server.url());
///     server.on_subscribe([](auto link, auto& operation) { link.next(operation.id, R"({"count":1})"); });
///     auto counts = api.subscribe(request("subscription { count }"));
///     auto first = world.run(counts.next());
///
/// Time passes only within run(), run_for() and run_until(). Names are not looked up, proxies are passed by, TLS is not
/// spoken (https and wss are as good as http and ws), and blocking faces do not work here. Nothing is thread-safe. The
/// simulation must outlive all clients, subscriptions and servers in it.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace corogql::testing {

namespace asio = boost::asio;

class simulated_world;

/// How the network is, from now on.
class network_conditions {
public:
    /// What bytes take from end to end, drawn evenly; those of one connection stay in order. Default: 1 ms.
    network_conditions& latency(std::chrono::nanoseconds least, std::chrono::nanoseconds most) {
        least_ = least;
        most_ = std::max(least, most);
        return *this;
    }
    network_conditions& latency(std::chrono::nanoseconds always) { return latency(always, always); }
    /// Readers get what has arrived in random pieces. Default: false.
    network_conditions& fragments(bool yes) { return fragments_ = yes, *this; }
    /// Bytes of one direction that are under way or unread before its sender must wait. Default: 256 KiB.
    network_conditions& window(std::size_t bytes) { return window_ = bytes, *this; }
    /// Attempts to connect get no answer at all. Default: false.
    network_conditions& unreachable(bool yes) { return unreachable_ = yes, *this; }

    std::chrono::nanoseconds least_latency() const noexcept { return least_; }
    std::chrono::nanoseconds most_latency() const noexcept { return most_; }
    bool fragments() const noexcept { return fragments_; }
    std::size_t window() const noexcept { return window_; }
    bool unreachable() const noexcept { return unreachable_; }

private:
    std::chrono::nanoseconds least_ = std::chrono::milliseconds(1), most_ = least_;
    bool fragments_ = false, unreachable_ = false;
    std::size_t window_ = 256 * 1024;
};

class simulation {
public:
    explicit simulation(std::uint64_t seed = 1);
    ~simulation();
    simulation(const simulation&) = delete;
    simulation& operator=(const simulation&) = delete;

    /// For clients, and for coroutines of the test.
    asio::any_io_executor executor() const;
    /// Virtual time since the beginning.
    std::chrono::nanoseconds now() const noexcept;
    network_conditions& network() noexcept;

    /// Runs until `work` is done; gives its result, or throws what it threw. std::logic_error when nothing can happen
    /// any more and it is not done, or after `limit` of virtual time: something hangs.
    template <class T>
    T run(asio::awaitable<T> work, std::chrono::nanoseconds limit = std::chrono::hours(24));
    /// Lets so much time pass.
    void run_for(std::chrono::nanoseconds time);
    /// Lets time pass until `predicate` holds, which is looked at after each event; false when it does not within
    /// `limit`.
    bool run_until(const std::function<bool()>& predicate, std::chrono::nanoseconds limit = std::chrono::hours(24));

    /// Calls `action` when so much time has passed.
    void after(std::chrono::nanoseconds time, std::function<void()> action);
    asio::awaitable<void> sleep(std::chrono::nanoseconds time);

    std::uint64_t random() noexcept;
    /// Evenly from 0 to limit - 1; 0 for 0.
    std::size_t below(std::size_t limit) noexcept;
    bool chance(double probability) noexcept;

    /// What happened, a line each: the time, and what reached or left a server. Byte for byte the same for one seed.
    const std::string& trace() const noexcept;
    /// Adds a line of the test's own.
    void note(std::string_view line);
    /// Long runs do without. Default: true.
    void tracing(bool yes) noexcept;

    /// For servers.
    simulated_world& world() noexcept { return *world_; }

private:
    void finish(const bool& done, std::chrono::nanoseconds limit);

    std::unique_ptr<simulated_world> world_;
};

template <class T>
T simulation::run(asio::awaitable<T> work, std::chrono::nanoseconds limit) {
    // Shared: the work may outlive this call when it hangs.
    struct state {
        bool done = false;
        std::exception_ptr failure;
        std::optional<std::conditional_t<std::is_void_v<T>, char, T>> result;
    };
    const auto shared = std::make_shared<state>();
    if constexpr (std::is_void_v<T>) {
        asio::co_spawn(executor(), std::move(work), [shared](std::exception_ptr failure) {
            shared->failure = failure;
            shared->done = true;
        });
    } else {
        asio::co_spawn(executor(), std::move(work), [shared](std::exception_ptr failure, T result) {
            shared->failure = failure;
            shared->result.emplace(std::move(result));
            shared->done = true;
        });
    }
    finish(shared->done, limit);
    if (shared->failure) std::rethrow_exception(shared->failure);
    if constexpr (!std::is_void_v<T>) return std::move(*shared->result);
}

} // namespace corogql::testing
