/// One event stream serves all of a client's subscriptions: this is graphql-sse's single connection mode. The stream is
/// reserved, and opened with the token that the reservation gave; operations are started and stopped by requests beside
/// the stream.
#pragma once

#include "engine/http/call_queue.hpp"
#include "engine/subscriptions/http_link.hpp"

#include <unordered_map>

namespace corogql::engine {

class http_link_single final : public http_link {
public:
    /// `last_id` is the last id of the operations on the link before.
    http_link_single(link_parts parts, headers credentials, std::shared_ptr<stream_position> position,
                     std::shared_ptr<http_pool> pool, std::uint64_t last_id);

    std::uint64_t start(const protocol::payload_parts& parts, const live_operation& operation) override;
    void stop(std::uint64_t id) override;
    void close() override;

private:
    asio::awaitable<void> serve(link_owner& owner) override;
    void take_response(link_owner& owner, detail::http_response& message) override;

    std::weak_ptr<http_link_single> weak_self();
    asio::awaitable<void> reserve();
    void take_token(detail::http_response& answer);
    transport::written_request opening_request() const;
    void on_started(std::uint64_t id, detail::http_response* answer, const error* failure);
    void send_stop(std::uint64_t id);
    headers with_token(headers fields) const;
    /// Returns what an answer says that is none of those hoped for.
    error refusal(const judged_response& judged) const;
    /// Says whether the token is not known any more. The first time in a row the link is lost then, and the next link
    /// reserves anew.
    bool expired(unsigned status);

    const std::shared_ptr<call_queue> calls_;
    const bool renewed_; ///< The reservation before this one was not known any more.
    link_owner* owner_ = nullptr;
    std::string token_; ///< The token is a secret.
    transport::waiter reserved_;
    std::optional<error> not_reserved_;
    std::uint64_t last_id_;
    /// The operations whose start is not answered yet; true for those to be stopped when it is.
    std::unordered_map<std::uint64_t, bool> starting_;
};

} // namespace corogql::engine
