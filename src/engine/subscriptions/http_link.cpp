#include "engine/subscriptions/http_link.hpp"

#include "engine/http/incoming_body.hpp"
#include "protocol/http/header_rules.hpp"
#include "protocol/http/redirect.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/text/header_text.hpp"
#include "values/text/limit_words.hpp"

#include <boost/system/system_error.hpp>

#include <utility>

namespace corogql::engine {

namespace {

/// Servers send a heartbeat every ten or twenty seconds, so a stream that has heartbeats may be silent for this long.
constexpr std::chrono::minutes usual_silence(1);

std::string take_target(stream_position& position, const settings& settings) {
    if (!std::exchange(position.redirected, false)) position.route.begin_anew();
    const auto& to = position.route.target();
    return to.empty() ? settings.http_url.target : to;
}

} // namespace

http_link::http_link(link_parts parts, protocol::sse_mode mode, headers credentials,
                     std::shared_ptr<stream_position> position)
    : link(std::move(parts)), position_(std::move(position)), target_(take_target(*position_, *settings_)), mode_(mode),
      credentials_(std::move(credentials)), exchange_(*stream_, settings_->http_limits(), read_size) {}

http_link::~http_link() { cancel(response_timer_); }

headers http_link::with_common(headers fields) const {
    auto all = settings_->with_common(std::move(fields));
    protocol::merge_headers(all, credentials_);
    return all;
}

void http_link::add_last_event_id(headers& fields) const {
    if (detail::is_field_value(position_->last_event_id) && !position_->last_event_id.empty())
        fields.emplace_back("Last-Event-ID", position_->last_event_id);
}

void http_link::close() {
    if (closing()) return;
    closing_ = true;
    stream_->close();
    room_.notify();
}

/// Returns why the link ends, once observers know what was not understood.
error http_link::told(const error& why) const {
    try {
        if (why.kind() == error_kind::protocol) settings_->tell_not_understood(why, why.body_excerpt());
    } catch (const error& thrown) {
        return detailed_error(thrown).phase(error_phase::stream);
    }
    return why;
}

asio::awaitable<error> http_link::run(link_owner& owner) {
    const auto self = shared_from_this();
    try {
        co_await serve(owner);
    } catch (const boost::system::system_error& cut) {
        end_with(stream_failed(error_kind::lost, "the connection was lost: " + cut.code().message()));
    } catch (error& known) {
        if (known.phase() == error_phase::none) known = detailed_error(known).phase(error_phase::stream);
        end_with(told(known));
    }
    if (closing_) end_with(stream_failed(error_kind::cancelled, ""));
    cancel(response_timer_);
    stop_watching();
    stream_->close();
    co_return *end_;
}

asio::awaitable<void> http_link::receive(link_owner& owner, transport::written_request request) {
    // A server may keep the head back until there is an event.
    at(response_timer_, settings_->options.timeout(), &http_link::on_response_due);
    exchange_.begin(request);
    if (!exchange_.sent()) co_await exchange_.send();
    counts_->messages_sent.add();
    counts_->bytes_sent.add(exchange_.size());
    std::unique_ptr<protocol::streamed_response> answer;
    while (!closing()) {
        const std::size_t size = co_await exchange_.read();
        heard();
        counts_->bytes_received.add(size);
        if (size == 0 && (answer || !exchange_.has_head()))
            throw stream_failed(error_kind::lost, answer ? "the connection ended before the stream was complete"
                                                  : exchange_.started()
                                                      ? "the connection ended within the header of the answer"
                                                      : "the server closed the connection without an answer");
        exchange_.take(size);
        if (!answer && exchange_.has_head()) answer = begin_stream(owner);
        if (answer) {
            co_await drain(owner, *answer);
            if (exchange_.answered())
                end_with(stream_failed(error_kind::lost, "the answer ended before the stream was complete"));
        } else if (exchange_.answered()) {
            incoming_body(*settings_).finish(exchange_.answer());
            take_response(owner, exchange_.answer());
        }
    }
}

std::unique_ptr<protocol::streamed_response> http_link::begin_stream(link_owner& owner) {
    const auto& message = exchange_.answer();
    if (message.status / 100 != 2) return nullptr;
    const auto& options = settings_->options;
    const protocol::stream_rules rules{options.max_message_size(), options.max_depth(), options.http().lenient(),
                                       mode_};
    auto answer =
        protocol::make_streamed_response(message.known.content_type.value_or(""), rules, position_->last_event_id);
    if (!answer) return nullptr;
    decoder_.emplace(message.headers, options.max_message_size());
    cancel(response_timer_);
    acked_at_ = runtime_->now();
    position_->route.arrived();
    if (const auto limit = options.silence_timeout()) watch_silence(*limit);
    owner.on_acked("");
    return answer;
}

asio::awaitable<void> http_link::drain(link_owner& owner, protocol::streamed_response& answer) {
    using type = protocol::streamed_message::type;
    auto& body = exchange_.answer().body;
    plain_.clear();
    if (!decoder_->identity()) decoder_->put(body, plain_);
    answer.put(decoder_->identity() ? body : plain_);
    while (!closing()) {
        const auto message = answer.next();
        if (!message) break;
        std::shared_ptr<event_channel> full;
        switch (message->kind) {
        case type::alive:
            // A single one proves nothing: servers send it to have their head out, and never again.
            if (!watches_silence() && std::exchange(heard_heartbeat_, true))
                watch_silence(settings_->options.silence_timeout().value_or(usual_silence));
            break;
        case type::next:
            counts_->messages_received.add();
            full = owner.on_next(message->id, message->result);
            break;
        case type::failed: owner.on_error(message->id, message->errors); break;
        case type::complete: owner.on_complete(message->id); break;
        case type::odd:
            if (!settings_->options.http().lenient()) throw *message->problem;
            [[fallthrough]];
        case type::stray:
            settings_->tell_not_understood(*message->problem, message->problem->body_excerpt());
            counts_->ignored.add();
            break;
        }
        if (full) co_await wait_for_room(owner, std::move(full));
    }
    body.clear();
    position_->last_event_id = answer.last_event_id();
    if (const auto wait = answer.retry()) position_->wait = wait;
}

std::optional<http_link::judged_response> http_link::judge_or_follow(detail::http_response& message) {
    if (auto to = protocol::redirect_target(settings_->http_url, target_, message);
        to && position_->route.follow(std::move(*to), message.status == 308)) {
        position_->redirected = true;
        close();
        return std::nullopt;
    }
    return judge(message);
}

http_link::judged_response http_link::judge(detail::http_response& message) const {
    const auto limit = protocol::read_rate_limit(message, runtime_->calendar_now());
    auto judged = protocol::read_response(message, limit, settings_->rules);
    if (!judged)
        judged.error() = detailed_error(judged.error()).headers(message.headers.copy()).possibly_executed(false);
    return judged;
}

void http_link::on_response_due() {
    const auto text = "timed out waiting for the stream of " + transport::peer_name(settings_->http_endpoint) +
                      " to begin" + detail::limit_words("timeout", settings_->options.timeout());
    abort(detailed_error(error_kind::timeout, text).phase(error_phase::receive));
}

} // namespace corogql::engine
