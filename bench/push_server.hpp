/// A push_server pushes messages that were encoded beforehand, in large writes. It speaks graphql-transport-ws just far
/// enough for that (handshake, ack, subscribe, complete), and answers a POST with a stream of events or parts, as its
/// Accept says.
#pragma once

#include "loopback.hpp"
#include "workload.hpp"

#include <atomic>

namespace corogql::bench {

/// This is what a push_server sends over one websocket; a stream over HTTP has one subscription and small messages.
struct push_load {
    std::size_t messages; ///< They go to the subscriptions in turns; where there are none, nothing is ever completed.
    std::size_t message_size = push_message_size;
    std::size_t subscriptions = 1; ///< All are there before the first message is sent.
};

class push_server {
public:
    explicit push_server(std::size_t messages) : push_server(push_load{messages}) {}
    explicit push_server(push_load load);

    std::uint16_t port() const noexcept { return server_.port(); }
    std::size_t messages() const noexcept { return load_.messages; }
    /// Returns what the offsets of all messages add up to.
    std::uint64_t sum_of_offsets() const noexcept;
    /// Waits until all subscriptions of the first websocket have come.
    void wait_for_subscriptions() const noexcept { subscribed_.wait(false); }

private:
    void serve(peer& client);
    void push_messages(peer& client, const std::string& upgrade);
    void push_stream(peer& client, const std::string& request) const;

    push_load load_;
    std::atomic<bool> subscribed_ = false;
    loopback_server server_;
};

} // namespace corogql::bench
