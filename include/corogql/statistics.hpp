/// What a client and a subscription have counted so far.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace corogql {

/// Of one subscription, over all its reconnections.
struct subscription_statistics {
    std::uint64_t received = 0;              ///< events that came from the server
    std::uint64_t taken = 0;                 ///< events, and notices, that the consumer took
    std::uint64_t dropped = 0;               ///< by overflow_policy::drop_oldest
    std::uint64_t resubscribed = 0;          ///< after a lost link or an overflow
    std::chrono::nanoseconds interrupted{0}; ///< between loss and re-subscription, in sum
    std::size_t queued = 0;                  ///< events and notices that wait for the consumer now,
    std::size_t queued_bytes = 0;            ///< and their text
};

/// Of a client: its subscriptions' links (websockets, streams over HTTP), then queries and mutations over HTTP.
struct client_statistics {
    std::uint64_t connections = 0;        ///< links that were acknowledged
    std::uint64_t failed_connections = 0; ///< attempts that did not come so far
    std::chrono::nanoseconds down{0};     ///< between the loss of a link and the next acknowledgement, in sum
    std::uint64_t messages_sent = 0, messages_received = 0;
    std::uint64_t bytes_sent = 0, bytes_received = 0;
    std::uint64_t ignored = 0; ///< messages that meant nothing to us, where the protocol lets them be
    std::optional<std::chrono::nanoseconds> ping_round_trip; ///< the last one's
    std::size_t operations = 0;                              ///< on them now

    std::uint64_t requests = 0;       ///< queries and mutations over HTTP
    std::uint64_t attempts = 0;       ///< and what they took
    std::uint64_t retries_denied = 0; ///< by retry_options::budget()
    std::uint64_t http_dials = 0;     ///< HTTP connections begun
    std::size_t http_open = 0;        ///< and there now, those being dialled included
    std::size_t http_idle = 0;        ///< of which nobody uses these
    std::size_t http_waiting = 0;     ///< requests in the queue for one

    std::uint64_t tls_handshakes = 0; ///< of both sides,
    std::uint64_t tls_resumed = 0;    ///< and how many of them resumed a session
};

} // namespace corogql
