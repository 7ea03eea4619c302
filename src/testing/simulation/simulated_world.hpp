/// A simulated_world is the clock, the chance and the calendar of a simulation, and what happens when. It has one
/// thread and no real time.
#pragma once

#include "transport/runtime.hpp"

#include <corogql/testing/simulation.hpp>

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace corogql::testing {

class simulated_socket;

class simulated_world {
public:
    using time_point = transport::runtime::time_point;
    using timer_id = transport::runtime::timer_id;
    using acceptor = std::function<void(std::shared_ptr<simulated_socket>)>;

    explicit simulated_world(std::uint64_t seed);
    ~simulated_world();
    simulated_world(const simulated_world&) = delete;
    simulated_world& operator=(const simulated_world&) = delete;

    asio::any_io_executor executor() { return loop_.get_executor(); }
    time_point now() const noexcept { return now_; }
    std::chrono::nanoseconds elapsed() const noexcept;

    /// Calls a function at a time. Events of the same time happen in the order in which they were asked for.
    timer_id at(time_point when, asio::any_io_executor on, std::function<void()> function);
    void cancel(timer_id id) noexcept;

    std::uint64_t random() noexcept;
    std::size_t below(std::size_t limit) noexcept { return limit == 0 ? 0 : random() % limit; }
    bool chance(double probability) noexcept;
    std::chrono::nanoseconds between(std::chrono::nanoseconds least, std::chrono::nanoseconds most) noexcept;

    /// Runs all that can happen without time passing.
    void settle();
    /// Runs all that can happen without time passing, goes to the next event, if it lies within `until`, and runs that.
    /// Returns false when there was none.
    bool step(time_point until);
    void advance_to(time_point when) noexcept { now_ = std::max(now_, when); }

    /// The acceptors that listen, by "host:port", or by the path of a unix socket.
    std::unordered_map<std::string, acceptor> listening;
    network_conditions network;
    bool tracing = true;
    std::string trace;
    void note(std::string_view line);

private:
    using place = std::pair<time_point, timer_id>;
    struct event {
        asio::any_io_executor on;
        std::function<void()> function;
    };

    std::uint64_t random_state_;
    time_point now_;
    timer_id last_id_ = 0;
    bool over_ = false;
    std::map<place, event> events_;
    std::unordered_map<timer_id, time_point> due_;
    // Without a hint, so that a client makes its strand as in most programs. It is destroyed first: what is suspended
    // on it may use the rest.
    asio::io_context loop_;
};

} // namespace corogql::testing
