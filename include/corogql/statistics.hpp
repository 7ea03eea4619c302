/// Statistics are what a client and a subscription have counted so far.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace corogql {

/// These numbers are of one subscription, over all its reconnections.
struct subscription_statistics {
    std::uint64_t received = 0;              ///< Counts the events that came from the server.
    std::uint64_t taken = 0;                 ///< Counts the events and notices that the consumer took.
    std::uint64_t dropped = 0;               ///< Counts the events that overflow_policy::drop_oldest has dropped.
    std::uint64_t resubscribed = 0;          ///< Counts the re-subscriptions after a lost link or an overflow.
    std::chrono::nanoseconds interrupted{0}; ///< Adds up the times between loss and re-subscription.
    std::size_t queued = 0;                  ///< Says how many events and notices wait for the consumer now.
    std::size_t queued_bytes = 0; ///< Says how many bytes of text the events have that wait for the consumer now.
};

/// These numbers are of a client: of its subscriptions' links (websockets, streams over HTTP), then of queries and
/// mutations over HTTP.
struct client_statistics {
    std::uint64_t connections = 0;        ///< Counts the links that were acknowledged.
    std::uint64_t failed_connections = 0; ///< Counts the attempts to connect a link that were not acknowledged.
    std::chrono::nanoseconds down{0};    ///< Adds up the times between the loss of a link and the next acknowledgement.
    std::uint64_t messages_sent = 0;     ///< Counts the messages that were sent on links.
    std::uint64_t messages_received = 0; ///< Counts the messages that came on links.
    std::uint64_t bytes_sent = 0;        ///< Counts the bytes that were sent on links.
    std::uint64_t bytes_received = 0;    ///< Counts the bytes that came on links.
    std::uint64_t ignored = 0; ///< Counts the messages that meant nothing to us, where the protocol lets them be.
    /// Says how long the last ping took; nothing before there was one.
    std::optional<std::chrono::nanoseconds> ping_round_trip;
    std::size_t operations = 0; ///< Says how many operations are on links now.

    std::uint64_t requests = 0;       ///< Counts the queries and mutations over HTTP.
    std::uint64_t attempts = 0;       ///< Counts the attempts that queries and mutations over HTTP took.
    std::uint64_t retries_denied = 0; ///< Counts the retries that retry_options::budget() did not allow.
    std::uint64_t http_dials = 0;     ///< Counts the HTTP connections that were begun.
    std::size_t http_open = 0;        ///< Says how many HTTP connections there are now, those being dialled included.
    std::size_t http_idle = 0;        ///< Says how many HTTP connections nobody uses now.
    std::size_t http_waiting = 0;     ///< Says how many requests are in the queue for an HTTP connection now.

    std::uint64_t tls_handshakes = 0; ///< Counts the TLS handshakes, of links and of HTTP connections.
    std::uint64_t tls_resumed = 0;    ///< Counts the TLS handshakes that resumed a session.
};

} // namespace corogql
