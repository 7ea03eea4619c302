/// An http_link is a link whose messages come in an HTTP answer that does not end. This class has what such links have
/// in common, whatever was asked.
#pragma once

#include "engine/subscriptions/link.hpp"
#include "protocol/http/response.hpp"
#include "protocol/retry/redirect_route.hpp"
#include "protocol/subscriptions/streamed_response.hpp"
#include "transport/http/content_coding.hpp"
#include "transport/http/exchange.hpp"

#include <corogql/headers.hpp>

#include <optional>
#include <string>

namespace corogql::engine {

/// The stream_position is what one connection leaves to the next.
struct stream_position {
    std::string last_event_id;
    std::optional<std::chrono::milliseconds> wait; ///< The wait before a reconnect, as the server asked.
    protocol::redirect_route route;
    bool redirected = false; ///< The last answer sent the next connection elsewhere.
    bool expired = false;    ///< The last reservation was not known any more.
};

class http_link : public link {
public:
    http_link(link_parts parts, protocol::sse_mode mode, headers credentials,
              std::shared_ptr<stream_position> position);
    ~http_link() override;

    asio::awaitable<error> run(link_owner& owner) final;
    void close() override;

protected:
    using judged_response = detail::result<response>;

    /// Returns these fields with the client's and the credentials' over them.
    headers with_common(headers fields) const;
    void add_last_event_id(headers& fields) const;
    const std::string& target() const noexcept { return target_; }
    /// Sends the request whose answer is the stream, and delivers what comes until there is no more.
    asio::awaitable<void> receive(link_owner& owner, transport::written_request request);
    /// Returns what an answer says that is no stream, and takes the body out of the answer. Returns nothing if the
    /// answer was a redirect, and the next link goes there.
    std::optional<judged_response> judge_or_follow(detail::http_response& message);
    judged_response judge(detail::http_response& message) const;

    const std::shared_ptr<stream_position> position_;

private:
    /// Does all that happens on the link. Throws what ends it.
    virtual asio::awaitable<void> serve(link_owner& owner) = 0;
    /// Takes the answer that came in the stream's place.
    virtual void take_response(link_owner& owner, detail::http_response& message) = 0;

    error told(const error& why) const;
    /// Makes an answer that streams, now that the head is there; null if the answer is no stream.
    std::unique_ptr<protocol::streamed_response> begin_stream(link_owner& owner);
    asio::awaitable<void> drain(link_owner& owner, protocol::streamed_response& answer);
    void on_response_due();

    const std::string target_;
    const protocol::sse_mode mode_;
    const headers credentials_;
    transport::http_exchange exchange_;
    bool heard_heartbeat_ = false;
    std::optional<transport::content_decoder> decoder_; ///< Decodes the stream, as some servers compress unasked.
    std::string plain_;                                 ///< What the decoder gave.
    transport::runtime::timer_id response_timer_ = 0;
};

} // namespace corogql::engine
