/// Options of HTTP: the pool of connections, and answers.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

namespace corogql {

class http_options {
public:
    /// Connections open at once. Default: 16.
    http_options& max_connections(std::size_t count) { return max_connections_ = count, *this; }
    /// Requests that may wait for a connection, first come first served; one more fails with kind `limit`.
    /// Default: 4096.
    http_options& max_waiting(std::size_t count) { return max_waiting_ = count, *this; }
    /// A connection that was not used this long is closed. Default: 30 s.
    http_options& idle_timeout(std::chrono::nanoseconds limit) { return idle_timeout_ = limit, *this; }
    /// The largest block of response header fields. Default: 64 KiB.
    http_options& max_header_size(std::size_t bytes) { return max_header_size_ = bytes, *this; }
    /// Takes 2xx answers that GraphQL over HTTP forbids: a GraphQL response without a Content-Type or under one that is
    /// not JSON (each is told to the log), and null data without errors. Default: false; they are errors.
    http_options& lenient(bool yes) { return lenient_ = yes, *this; }

    /// How long a subscription that comes over HTTP may bring nothing at all, heartbeats included, until its connection
    /// counts as lost. Zero: for ever. Default: 60 s from the first heartbeat on; a server that sends none is trusted.
    http_options& silence_timeout(std::chrono::nanoseconds limit) { return silence_timeout_ = limit, *this; }

    std::size_t max_connections() const noexcept { return max_connections_; }
    std::size_t max_waiting() const noexcept { return max_waiting_; }
    std::chrono::nanoseconds idle_timeout() const noexcept { return idle_timeout_; }
    std::size_t max_header_size() const noexcept { return max_header_size_; }
    bool lenient() const noexcept { return lenient_; }
    const std::optional<std::chrono::nanoseconds>& silence_timeout() const noexcept { return silence_timeout_; }

private:
    std::size_t max_connections_ = 16;
    std::size_t max_waiting_ = 4096;
    std::chrono::nanoseconds idle_timeout_ = std::chrono::seconds(30);
    std::size_t max_header_size_ = 64 * 1024;
    bool lenient_ = false;
    std::optional<std::chrono::nanoseconds> silence_timeout_;
};

} // namespace corogql
