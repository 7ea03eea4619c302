/// A subscription whose events come in the answer to an HTTP POST: server-sent events, or multipart/mixed.
#pragma once

#include "engine/link.hpp"
#include "protocol/streamed_answer.hpp"
#include "transport/content_coding.hpp"
#include "transport/http_codec.hpp"

#include <corogql/headers.hpp>
#include <corogql/subscription_transport.hpp>

#include <optional>
#include <string>
#include <vector>

namespace corogql::detail {

/// What one connection leaves to the next.
struct stream_position {
    std::string last_event_id;
    std::optional<std::chrono::milliseconds> wait; ///< before a reconnect, as the server asked
    std::string target;                            ///< where a redirect led; empty: the URL's
    unsigned redirects = 0;                        ///< in a row
};

class streamed_link final : public link {
public:
    streamed_link(std::shared_ptr<transport::runtime> runtime, std::shared_ptr<const settings> settings,
                  std::shared_ptr<counters> counts, std::unique_ptr<transport::byte_stream> stream,
                  subscription_transport transport, headers credentials, std::shared_ptr<stream_position> position);
    ~streamed_link() override;

    bool begins_with_operation() const noexcept override { return true; }
    asio::awaitable<error> run(link_owner& owner) override;
    std::uint64_t start(std::string_view payload, const headers& fields) override;
    /// Hanging up is how a server learns of it.
    void stop(std::uint64_t id) override;
    void close() override;

private:
    asio::awaitable<void> read(link_owner& owner);
    /// The answer's head is there: an answer that streams, or null.
    std::unique_ptr<protocol::streamed_answer> begin_stream(link_owner& owner);
    asio::awaitable<void> drain(link_owner& owner, protocol::streamed_answer& answer);
    /// An answer that is no stream.
    void take_answer(link_owner& owner);
    void on_answer_due();

    const subscription_transport transport_;
    const headers credentials_;
    const std::shared_ptr<stream_position> position_;
    std::string request_;
    transport::http_response_parser parser_;
    std::vector<std::byte> buffer_;
    std::optional<transport::content_decoder> decoder_; ///< some servers compress unasked
    std::string plain_;                                 ///< what it gave
    transport::runtime::timer_id answer_timer_ = 0;
};

} // namespace corogql::detail
