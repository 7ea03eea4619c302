#include "engine/subscriptions/http_link_single.hpp"

#include "engine/http/request.hpp"
#include "engine/subscriptions/live_operation.hpp"
#include "protocol/graphql/error_payload.hpp"
#include "protocol/http/header_rules.hpp"
#include "protocol/retry/reconnection.hpp"
#include "protocol/subscriptions/graphql_sse.hpp"
#include "values/at_exit.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/response_content.hpp"

#include <utility>

namespace corogql::engine {

http_link_single::http_link_single(link_parts parts, headers credentials, std::shared_ptr<stream_position> position,
                                   std::shared_ptr<http_pool> pool, std::uint64_t last_id)
    : http_link(std::move(parts), protocol::sse_mode::single, std::move(credentials), std::move(position)),
      calls_(std::make_shared<call_queue>(runtime_, settings_, std::move(pool))),
      renewed_(std::exchange(position_->expired, false)), reserved_(*runtime_), last_id_(last_id) {}

std::weak_ptr<http_link_single> http_link_single::weak_self() {
    return std::static_pointer_cast<http_link_single>(shared_from_this());
}

asio::awaitable<void> http_link_single::serve(link_owner& owner) {
    owner_ = &owner;
    const detail::at_exit guard([this] { calls_->cancel(); });
    co_await reserve();
    if (!closing()) co_await receive(owner, opening_request());
}

asio::awaitable<void> http_link_single::reserve() {
    const auto fields = with_common({{"Accept", std::string(protocol::reservation_accept)}});
    auto request = uncompressed_request(*settings_, "PUT", target(), fields);
    auto then = [weak = weak_self()](detail::http_response* answer, const error* failure) {
        const auto self = weak.lock();
        if (!self) return;
        if (failure)
            self->not_reserved_ = *failure;
        else
            self->take_token(*answer);
        self->reserved_.notify();
    };
    calls_->add(std::move(request), true, std::move(then));
    co_await reserved_.wait();
    if (not_reserved_) throw *not_reserved_;
}

void http_link_single::take_token(detail::http_response& answer) {
    try {
        if (answer.status == 201) {
            token_ = protocol::read_event_stream_token(answer.body);
        } else if (answer.status / 100 == 2) { // its body may be a token all the same: it is not shown
            throw detailed_error(error_kind::protocol, "the reservation of an event stream was answered with HTTP " +
                                                           std::to_string(answer.status) + ", not 201")
                .phase(error_phase::receive)
                .http_status(answer.status);
        } else if (const auto judged = judge_or_follow(answer)) {
            throw refusal(*judged);
        }
    } catch (const error& failure) {
        not_reserved_ = failure;
    }
}

transport::written_request http_link_single::opening_request() const {
    auto fields = with_token({{"Accept", std::string(protocol::event_stream_accept)}});
    add_last_event_id(fields);
    return uncompressed_request(*settings_, "GET", target(), fields);
}

void http_link_single::take_response(link_owner&, detail::http_response& message) {
    // To the reference server a token that it does not know is none, and the request lacks a query then.
    if (expired(message.status == 400 ? 404 : message.status)) return;
    if (const auto judged = judge_or_follow(message)) end_with(refusal(*judged));
}

std::uint64_t http_link_single::start(const protocol::payload_parts& parts, const live_operation& operation) {
    const auto id = last_id_ + 1;
    headers fields{{"Accept", std::string(protocol::reserved_operation_accept)}, {"Content-Type", "application/json"}};
    protocol::check_headers(operation.fields());
    protocol::merge_headers(fields, operation.fields());
    auto request = uncompressed_request(*settings_, "POST", target(), with_token(std::move(fields)),
                                        protocol::to_reserved_payload(parts, id));
    last_id_ = id;
    starting_.emplace(id, false);
    counts_->messages_sent.add();
    counts_->bytes_sent.add(request.bytes().size());
    calls_->add(std::move(request), false, [weak = weak_self(), id](auto* answer, const error* failure) {
        if (const auto self = weak.lock()) self->on_started(id, answer, failure);
    });
    return id;
}

void http_link_single::on_started(std::uint64_t id, detail::http_response* answer, const error* failure) {
    if (closing()) return;
    const bool stopped = starting_.extract(id).mapped();
    if (failure) {
        // Whoever cannot be reached does not send events either.
        if (failure->kind() == error_kind::lost || failure->kind() == error_kind::connect) return abort(*failure);
        if (failure->possibly_executed()) send_stop(id);
        return owner_->on_refused(id, *failure);
    }
    if (answer->status == 202) {
        if (stopped) send_stop(id);
        return;
    }
    if (expired(answer->status)) return;
    const auto reason = refusal(judge(*answer));
    if (reason.kind() == error_kind::credentials && settings_->options.credentials() && reason.http_status() == 401U)
        return abort(reason); // they have expired for all
    owner_->on_refused(id, reason);
}

void http_link_single::stop(std::uint64_t id) {
    if (closing()) return;
    if (const auto found = starting_.find(id); found != starting_.end())
        found->second = true;
    else
        send_stop(id);
}

void http_link_single::send_stop(std::uint64_t id) {
    auto request = uncompressed_request(*settings_, "DELETE", protocol::stop_target(target(), id), with_token({}));
    counts_->messages_sent.add();
    counts_->bytes_sent.add(request.bytes().size());
    calls_->add(std::move(request), true, [](auto*, const error*) {}); // its events are nobody's, whatever comes of it
}

void http_link_single::close() {
    calls_->cancel();
    http_link::close();
    reserved_.notify();
}

headers http_link_single::with_token(headers fields) const {
    fields = with_common(std::move(fields));
    protocol::merge_headers(fields, {{std::string(protocol::event_stream_token_header), token_}});
    return fields;
}

error http_link_single::refusal(const judged_response& judged) const {
    if (!judged) return judged.error();
    const auto& result = detail::response_content::of(*judged);
    if (result.members.data.size == 0)
        return protocol::read_error_payload(result.members.errors.of(result.text), settings_->options.max_depth());
    return detailed_error(error_kind::protocol,
                          "the server answered with a result, which was to come on the event stream")
        .phase(error_phase::receive)
        .possibly_executed(true);
}

bool http_link_single::expired(unsigned status) {
    if (status != 404 || (renewed_ && healthy_for() < protocol::healthy_link)) return false;
    position_->expired = true;
    abort(stream_failed(error_kind::lost, "the server does not know the reservation of the event stream any more"));
    return true;
}

} // namespace corogql::engine
