#include "engine/subscriptions/http_link_distinct.hpp"

#include "engine/http/request.hpp"
#include "engine/subscriptions/live_operation.hpp"
#include "protocol/http/header_rules.hpp"
#include "protocol/http/multipart/message.hpp"
#include "values/response_content.hpp"

namespace corogql::engine {

std::uint64_t http_link_distinct::start(const protocol::payload_parts& parts, const live_operation& operation) {
    subscribes_ = operation.is_subscription();
    auto accept = protocol::event_stream_accept;
    if (transport_ == subscription_transport::multipart)
        accept = subscribes_ ? protocol::multipart_subscription_accept : protocol::incremental_accept;
    auto fields = with_common({{"Accept", std::string(accept)}, {"Content-Type", "application/json"}});
    protocol::merge_headers(fields, operation.fields());
    protocol::check_headers(fields);
    add_last_event_id(fields);
    request_ = uncompressed_request(*settings_, "POST", target(), fields, protocol::to_payload(parts));
    return protocol::streamed_message::only_id;
}

void http_link_distinct::take_response(link_owner& owner, detail::http_response& message) {
    auto judged = judge_or_follow(message);
    if (!judged) return;
    if (!*judged) return end_with(judged->error());
    const auto& result = detail::response_content::of(**judged);
    const auto id = protocol::streamed_message::only_id;
    if (result.members.data.size == 0) return owner.on_error(id, result.members.errors.of(result.text));
    // A server that runs the operation once, as though it were a query. Of a subscription there may have been more.
    if (subscribes_)
        settings_->tell_not_understood(stream_failed(error_kind::protocol,
                                                     "the server answered a subscription with one result, not with a "
                                                     "stream: it may not know this transport"),
                                       result.text);
    owner.on_next(id, {result.text, result.members});
    owner.on_complete(id);
}

} // namespace corogql::engine
