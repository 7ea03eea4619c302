/// A push_server pushes messages that were encoded beforehand, in large writes. It speaks graphql-transport-ws just far
/// enough for that (handshake, ack, subscribe, complete), and answers a POST with a stream of events or parts, as its
/// Accept says.
#pragma once

#include "loopback.hpp"

namespace corogql::bench {

class push_server {
public:
    /// Makes a server that gives each subscription this many messages.
    explicit push_server(std::size_t messages);

    std::uint16_t port() const noexcept { return server_.port(); }
    std::size_t messages() const noexcept { return messages_; }
    /// Returns what the offsets of all messages of a subscription add up to.
    std::uint64_t sum_of_offsets() const noexcept;

private:
    void serve(peer& client) const;
    void push_messages(peer& client, const std::string& upgrade) const;
    void push_stream(peer& client, const std::string& request) const;

    std::size_t messages_;
    loopback_server server_;
};

} // namespace corogql::bench
