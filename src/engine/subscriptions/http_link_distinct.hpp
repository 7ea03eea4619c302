/// The events of one subscription come in the answer to an HTTP POST: server-sent events, or multipart/mixed.
#pragma once

#include "engine/subscriptions/http_link.hpp"

#include <corogql/subscription_transport.hpp>

namespace corogql::engine {

class http_link_distinct final : public http_link {
public:
    http_link_distinct(link_parts parts, subscription_transport transport, headers credentials,
                       std::shared_ptr<stream_position> position)
        : http_link(std::move(parts), protocol::sse_mode::distinct, std::move(credentials), std::move(position)),
          transport_(transport) {}

    bool begins_with_operation() const noexcept override { return true; }
    std::uint64_t start(const protocol::payload_parts& parts, const live_operation& operation) override;
    /// Hangs up, which is how a server learns that the operation is stopped.
    void stop(std::uint64_t) override { close(); }

private:
    asio::awaitable<void> serve(link_owner& owner) override { return receive(owner, std::move(request_)); }
    void take_response(link_owner& owner, detail::http_response& message) override;

    const subscription_transport transport_;
    bool subscribes_ = false;
    transport::written_request request_;
};

} // namespace corogql::engine
