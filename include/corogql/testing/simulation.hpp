/// A simulation is a world of its own for tests: virtual time, a network in memory, chance from one seed.
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

/// Network conditions say how the network is, from now on.
class network_conditions {
public:
    /// Sets what bytes take from end to end, drawn evenly between two times; those of one connection stay in order.
    /// Default: 1 ms.
    network_conditions& latency(std::chrono::nanoseconds least, std::chrono::nanoseconds most) {
        least_ = least;
        most_ = std::max(least, most);
        return *this;
    }
    /// Sets what bytes take from end to end, always the same. Default: 1 ms.
    network_conditions& latency(std::chrono::nanoseconds always) { return latency(always, always); }
    /// Gives readers what has arrived in random pieces. Default: false.
    network_conditions& fragments(bool yes) { return fragments_ = yes, *this; }
    /// Sets how many bytes of one direction may be under way or unread before their sender must wait. Default: 256 KiB.
    network_conditions& window(std::size_t bytes) { return window_ = bytes, *this; }
    /// Leaves attempts to connect without any answer. Default: false.
    network_conditions& unreachable(bool yes) { return unreachable_ = yes, *this; }

    /// Returns the least that bytes take from end to end.
    std::chrono::nanoseconds least_latency() const noexcept { return least_; }
    /// Returns the most that bytes take from end to end.
    std::chrono::nanoseconds most_latency() const noexcept { return most_; }
    /// Returns whether readers get random pieces.
    bool fragments() const noexcept { return fragments_; }
    /// Returns how many bytes of one direction may be under way or unread.
    std::size_t window() const noexcept { return window_; }
    /// Returns whether attempts to connect get no answer.
    bool unreachable() const noexcept { return unreachable_; }

private:
    std::chrono::nanoseconds least_ = std::chrono::milliseconds(1), most_ = least_;
    bool fragments_ = false, unreachable_ = false;
    std::size_t window_ = 256 * 1024;
};

/// A simulation runs clients and servers in virtual time; the header tells how.
class simulation {
public:
    /// Makes a world whose chance comes from this seed.
    explicit simulation(std::uint64_t seed = 1);
    /// Ends the world; what still waits in it is dropped.
    ~simulation();
    simulation(const simulation&) = delete;
    simulation& operator=(const simulation&) = delete;

    /// Returns the executor for clients, and for coroutines of the test.
    asio::any_io_executor executor() const;
    /// Returns the virtual time since the beginning.
    std::chrono::nanoseconds now() const noexcept;
    /// Returns how the network is, to be changed at any time.
    network_conditions& network() noexcept;

    /// Runs until `work` is done; gives its result, or throws what it threw. Throws `std::logic_error` when nothing can
    /// happen any more and it is not done, or after `limit` of virtual time: something hangs.
    template <class T>
    T run(asio::awaitable<T> work, std::chrono::nanoseconds limit = std::chrono::hours(24));
    /// Lets so much time pass.
    void run_for(std::chrono::nanoseconds time);
    /// Lets time pass until `predicate` holds, which is looked at after each event; returns false when it does not
    /// within `limit`.
    bool run_until(const std::function<bool()>& predicate, std::chrono::nanoseconds limit = std::chrono::hours(24));

    /// Calls `action` when so much time has passed.
    void after(std::chrono::nanoseconds time, std::function<void()> action);
    /// Waits for so much virtual time.
    asio::awaitable<void> sleep(std::chrono::nanoseconds time);

    /// Returns a random number of 64 bits.
    std::uint64_t random() noexcept;
    /// Returns a random number drawn evenly from 0 to limit - 1; 0 for 0.
    std::size_t below(std::size_t limit) noexcept;
    /// Returns true with this probability, from 0 to 1.
    bool chance(double probability) noexcept;

    /// Returns what happened, a line each: the time, and what reached or left a server. It is byte for byte the same
    /// for one seed.
    const std::string& trace() const noexcept;
    /// Adds a line of the test's own to the trace.
    void note(std::string_view line);
    /// Switches the trace, which long runs do without. Default: true.
    void tracing(bool yes) noexcept;

    /// Returns the inside of the world, for servers.
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
