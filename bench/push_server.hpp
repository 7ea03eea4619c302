/// Speaks graphql-transport-ws just far enough to push: handshake, ack, subscribe, then messages that were
/// encoded beforehand, in large writes, then complete.
#pragma once

#include "loopback.hpp"

namespace corogql::bench {

class push_server {
public:
    /// Each subscription gets this many messages.
    explicit push_server(std::size_t messages);

    std::uint16_t port() const noexcept { return server_.port(); }
    std::size_t messages() const noexcept { return messages_; }
    /// What the offsets of all messages of a subscription add up to.
    std::uint64_t sum_of_offsets() const noexcept;

private:
    void serve(peer& client) const;

    std::size_t messages_;
    loopback_server server_;
};

} // namespace corogql::bench
