#include "engine/streamed_link.hpp"

#include "engine/http_request.hpp"
#include "protocol/graphql_sse.hpp"
#include "protocol/header_rules.hpp"
#include "protocol/http_answer.hpp"
#include "protocol/multipart_message.hpp"
#include "protocol/retry_after.hpp"
#include "values/header_text.hpp"
#include "values/result.hpp"
#include "values/text.hpp"

#include <boost/system/system_error.hpp>

namespace corogql::detail {

namespace {

constexpr std::size_t read_size = 64 * 1024;
constexpr unsigned max_redirects = 5;
constexpr std::uint64_t only_id = 1;

error stream_error(error_kind kind, std::string_view message) {
    return error(kind, message).phase(error_phase::stream);
}

transport::http_limits limits_of(const settings& settings) {
    transport::http_limits limits;
    limits.header = settings.options.http().max_header_size();
    limits.body = settings.options.max_message_size();
    return limits;
}

} // namespace

streamed_link::streamed_link(std::shared_ptr<transport::runtime> runtime, std::shared_ptr<const settings> settings,
                             std::shared_ptr<counters> counts, std::unique_ptr<transport::byte_stream> stream,
                             subscription_transport transport, headers credentials,
                             std::shared_ptr<stream_position> position)
    : link(std::move(runtime), std::move(settings), std::move(counts)), stream_(std::move(stream)),
      transport_(transport), credentials_(std::move(credentials)), position_(std::move(position)),
      parser_(limits_of(*settings_)), buffer_(read_size) {}

streamed_link::~streamed_link() {
    cancel(answer_timer_);
    cancel(silence_timer_);
}

/// Compression is not asked for: servers that compress gather events before they send them.
std::uint64_t streamed_link::start(std::string_view payload, const headers& own) {
    const auto accept = transport_ == subscription_transport::multipart ? protocol::multipart_subscription_accept
                                                                        : protocol::event_stream_accept;
    headers fields{{"Accept", std::string(accept)}, {"Content-Type", "application/json"}};
    protocol::merge_headers(fields, settings_->common);
    protocol::merge_headers(fields, credentials_);
    protocol::merge_headers(fields, own);
    protocol::check_headers(fields);
    if (is_field_value(position_->last_event_id) && !position_->last_event_id.empty())
        fields.emplace_back("Last-Event-ID", position_->last_event_id);
    const auto& target = position_->target.empty() ? settings_->http_url.target : position_->target;
    request_ = "POST " + target + " HTTP/1.1\r\nHost: " + settings_->http_url.authority + "\r\n";
    write_fields(request_, fields);
    request_.append("Content-Length: ").append(std::to_string(payload.size())).append("\r\n\r\n").append(payload);
    return only_id;
}

void streamed_link::stop(std::uint64_t) { close(); }

void streamed_link::close() {
    if (closing()) return;
    closing_ = true;
    stream_->close();
    room_.notify();
}

asio::awaitable<error> streamed_link::run(link_owner& owner) {
    const auto self = shared_from_this();
    // A server may keep the head back until there is an event.
    at(answer_timer_, settings_->options.timeout(), &streamed_link::on_answer_due);
    try {
        const asio::const_buffer bytes = asio::buffer(request_);
        if (!closing_) co_await stream_->write(std::span(&bytes, 1));
        counts_->messages_sent.add();
        counts_->bytes_sent.add(request_.size());
        co_await read(owner);
    } catch (const boost::system::system_error& cut) {
        end_with(stream_error(error_kind::lost, "the connection was lost: " + cut.code().message()));
    } catch (error& known) {
        if (known.phase() == error_phase::none) known.phase(error_phase::stream);
        end_with(known);
    }
    if (closing_) end_with(stream_error(error_kind::cancelled, ""));
    cancel(answer_timer_);
    cancel(silence_timer_);
    stream_->close();
    co_return *end_;
}

asio::awaitable<void> streamed_link::read(link_owner& owner) {
    std::unique_ptr<protocol::streamed_answer> answer;
    while (!closing()) {
        const std::size_t size = co_await stream_->read_some(asio::buffer(buffer_));
        if (silence_timer_) heard_at_ = runtime_->now();
        counts_->bytes_received.add(size);
        if (size == 0 && (answer || !parser_.started()))
            throw stream_error(error_kind::lost, answer ? "the connection ended before the stream was complete"
                                                        : "the server closed the connection without an answer");
        if (size == 0)
            parser_.put_end();
        else
            parser_.put(std::span(buffer_).first(size));
        if (!answer && parser_.has_head()) answer = begin_stream(owner);
        if (answer) {
            co_await drain(owner, *answer);
            if (parser_.done())
                end_with(stream_error(error_kind::lost, "the answer ended before the stream was complete"));
        } else if (parser_.done()) {
            take_answer(owner);
        }
    }
}

std::unique_ptr<protocol::streamed_answer> streamed_link::begin_stream(link_owner& owner) {
    const auto& message = parser_.message();
    if (message.status / 100 != 2) return nullptr;
    const auto& options = settings_->options;
    auto answer =
        protocol::make_streamed_answer(message.headers.find("Content-Type").value_or(""),
                                       {options.max_message_size(), options.max_depth(), options.http().lenient()});
    if (!answer) return nullptr;
    if (const auto coding = message.headers.find("Content-Encoding");
        coding && !equals_ignoring_case(*coding, "identity"))
        throw stream_error(error_kind::protocol, "the stream has the content coding \"" + std::string(*coding) +
                                                     "\", which was not asked for");
    cancel(answer_timer_);
    acked_at_ = heard_at_ = runtime_->now();
    position_->redirects = 0;
    if (options.http().silence_timeout()) watch_silence();
    owner.on_acked("");
    return answer;
}

asio::awaitable<void> streamed_link::drain(link_owner& owner, protocol::streamed_answer& answer) {
    using type = protocol::streamed_message::type;
    auto& body = parser_.message().body;
    answer.put(body);
    while (!closing()) {
        const auto message = answer.next();
        position_->wait = answer.retry();
        if (!message) break;
        std::shared_ptr<stream> full;
        switch (message->kind) {
        case type::alive:
            if (!silence_timer_) watch_silence();
            break;
        case type::next:
            counts_->messages_received.add();
            full = owner.on_next(only_id, message->result);
            break;
        case type::failed: owner.on_error(only_id, message->errors); break;
        case type::complete: owner.on_complete(only_id); break;
        }
        if (position_->last_event_id != answer.last_event_id()) position_->last_event_id = answer.last_event_id();
        if (full) co_await wait_for_room(std::move(full));
    }
    body.clear();
}

void streamed_link::take_answer(link_owner& owner) {
    auto& message = parser_.message();
    if (follow_redirect()) return;
    protocol::http_answer answer;
    answer.status = message.status;
    answer.reason = message.reason;
    answer.content_type = message.headers.find("Content-Type");
    answer.location = message.headers.find("Location");
    answer.allow = message.headers.find("Allow");
    if (const auto field = message.headers.find("Retry-After"))
        answer.retry_after = protocol::read_retry_after(*field, runtime_->calendar_now());
    answer.body = std::move(message.body);
    protocol::answer_rules rules;
    rules.max_depth = settings_->options.max_depth();
    rules.lenient = settings_->options.http().lenient();
    auto judged = protocol::read_answer(std::move(answer), rules);
    if (auto* failure = std::get_if<error>(&judged)) {
        failure->headers(message.headers.copy()).possibly_executed(false);
        return end_with(*failure);
    }
    const auto& result = result::of(std::get<response>(judged));
    if (result.members.data.size == 0) return owner.on_error(only_id, result.members.errors.of(result.text));
    // A server that runs the operation once, as though it were a query.
    owner.on_next(only_id, {result.text, result.members});
    owner.on_complete(only_id);
}

/// The next link goes there.
bool streamed_link::follow_redirect() {
    const auto& message = parser_.message();
    const auto location = message.headers.find("Location");
    if ((message.status != 307 && message.status != 308) || !location) return false;
    try {
        const auto target = protocol::resolve_url(settings_->http_url, *location);
        if (!target.same_origin(settings_->http_url) || ++position_->redirects > max_redirects) return false;
        position_->target = target.target;
    } catch (const error&) {
        return false; // a Location nobody can read: reported as any other redirect
    }
    close();
    return true;
}

void streamed_link::watch_silence() {
    at(silence_timer_, settings_->options.http().silence_timeout().value_or(std::chrono::minutes(1)),
       &streamed_link::on_silence_due);
}

void streamed_link::on_answer_due() {
    end_with(error(error_kind::timeout, "timed out waiting for the stream to begin").phase(error_phase::receive));
    stream_->close();
}

void streamed_link::on_silence_due() {
    const auto limit = settings_->options.http().silence_timeout().value_or(std::chrono::minutes(1));
    const auto heard = paused_ ? runtime_->now() : heard_at_; // what is not read is no silence
    if (const auto since = runtime_->now() - heard; since < limit)
        return at(silence_timer_, limit - since, &streamed_link::on_silence_due);
    end_with(stream_error(error_kind::lost, "the server stopped sending: nothing came in time"));
    stream_->close();
}

} // namespace corogql::detail
