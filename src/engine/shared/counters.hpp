/// The engine counts with counters, which are written on its executor and read from any thread.
#pragma once

#include <corogql/statistics.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>

namespace corogql::engine {

/// A counter has one writer at a time, so that adding costs no locked instruction.
class counter {
public:
    void add(std::uint64_t by = 1) noexcept { set(get() + by); }
    void set(std::uint64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
    std::uint64_t get() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

struct counters {
    counter connections, failed_connections, down_ns;
    counter messages_sent, messages_received, bytes_sent, bytes_received, ignored;
    counter ping_round_trip_ns; ///< One more than the time of the last ping; 0 before there was one.
    counter started, ended;     ///< Operations that began and ended on links.
    counter requests, attempts, retries_denied;
    counter http_dials, http_open, http_idle, http_waiting; ///< The last three say what there is now.

    client_statistics read() const noexcept {
        client_statistics now;
        now.connections = connections.get();
        now.failed_connections = failed_connections.get();
        now.down = std::chrono::nanoseconds(down_ns.get());
        now.messages_sent = messages_sent.get();
        now.messages_received = messages_received.get();
        now.bytes_sent = bytes_sent.get();
        now.bytes_received = bytes_received.get();
        now.ignored = ignored.get();
        if (const auto ns = ping_round_trip_ns.get()) now.ping_round_trip = std::chrono::nanoseconds(ns - 1);
        const auto gone = ended.get(), come = started.get(); // two looks, which need not fit
        now.operations = static_cast<std::size_t>(come > gone ? come - gone : 0);
        now.requests = requests.get();
        now.attempts = attempts.get();
        now.retries_denied = retries_denied.get();
        now.http_dials = http_dials.get();
        now.http_open = static_cast<std::size_t>(http_open.get());
        now.http_idle = static_cast<std::size_t>(http_idle.get());
        now.http_waiting = static_cast<std::size_t>(http_waiting.get());
        return now;
    }
};

} // namespace corogql::engine
