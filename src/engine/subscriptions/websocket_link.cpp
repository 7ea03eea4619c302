#include "engine/subscriptions/websocket_link.hpp"

#include "protocol/graphql/error_payload.hpp"
#include "protocol/subscriptions/close_codes.hpp"
#include "values/at_exit.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/text/limit_words.hpp"
#include "values/text/utf8.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/system/system_error.hpp>

#include <cstring>

namespace corogql::engine {

namespace {

constexpr std::size_t write_piece = 16 * 1024;
/// Larger write buffers are given back when they have run empty.
constexpr std::size_t kept_text = 64 * 1024;
constexpr std::chrono::minutes usual_keep_alive(1);
/// With so much to write, the link is not read any further: the peer makes us answer but takes no answers.
constexpr std::size_t write_backlog = 256 * 1024;

void give_back(std::string& buffer) {
    if (buffer.capacity() > kept_text) std::string().swap(buffer);
}

/// Explains what people get wrong most often.
std::string explanation(std::uint16_t code, bool acked) {
    if (code == 4406)
        return " (graphql-transport-ws is what the package graphql-ws speaks, graphql-ws the older protocol of "
               "subscriptions-transport-ws; see websocket_options::protocol())";
    // Servers refuse credentials so that know no code for it.
    if (!acked && code < 4000) return " (in place of connection_ack: are the credentials right?)";
    return {};
}

/// Makes an error of connection_error, whose payload often says why.
error refusal_of(std::string_view payload, unsigned max_depth) {
    auto errors = protocol::find_errors(payload, max_depth);
    std::string message = "the server refused the connection (connection_error)";
    if (!errors.empty() && !errors.front().message.empty()) message += ": " + errors.front().message;
    return stream_failed(error_kind::credentials, message).body_excerpt(payload).errors(std::move(errors));
}

std::string quoted_reason(std::string_view reason) {
    return reason.empty() ? std::string() : ": " + std::string(reason);
}

} // namespace

websocket_link::websocket_link(link_parts parts, const upgraded& connection, std::string connection_init,
                               std::uint64_t last_id)
    : link(std::move(parts)), codec_(transport::websocket_role::client, settings_->options.max_message_size(), false),
      session_(*connection.dialect, settings_->options.max_depth(), last_id, settings_->options.websocket().lenient()),
      connection_init_(std::move(connection_init)),
      keep_alive_limit_(settings_->options.websocket().keep_alive_timeout().value_or(usual_keep_alive)),
      keep_alives_promised_(settings_->options.websocket().keep_alive_timeout().has_value()), written_(*runtime_) {
    if (const auto& early = connection.early; !early.empty()) {
        std::memcpy(codec_.prepare(early.size()).data(), early.data(), early.size());
        codec_.commit(early.size());
    }
}

websocket_link::~websocket_link() {
    for (auto* timer : {&ack_timer_, &ping_timer_, &pong_timer_, &keep_alive_timer_, &write_timer_, &close_timer_})
        cancel(*timer);
}

asio::awaitable<error> websocket_link::run(link_owner& owner) {
    const auto self = shared_from_this();
    const auto& options = settings_->options.websocket();
    send(session_.dialect().init(connection_init_));
    at(ack_timer_, options.ack_timeout(), &websocket_link::on_ack_timeout);
    watch_silence(settings_->options.silence_timeout().value_or(std::chrono::nanoseconds(0)));
    try {
        co_await read(owner);
    } catch (const boost::system::system_error& cut) {
        end_with(stream_failed(error_kind::lost, "the connection was lost: " + cut.code().message()));
    } catch (error& known) {
        end_with(detailed_error(known).phase(error_phase::stream));
    }
    for (auto* timer : {&ack_timer_, &ping_timer_, &pong_timer_, &keep_alive_timer_}) cancel(*timer);
    stop_watching();
    co_await finish_writing();
    down_ = true;
    stream_->close();
    cancel(write_timer_);
    cancel(close_timer_);
    if (!session_.acked() && end_->phase() == error_phase::stream)
        end_ = detailed_error(*end_).phase(error_phase::init);
    co_return *end_;
}

/// Writes what is left: the reply to a close frame, or our own, is worth a moment; a peer that does not read is not.
asio::awaitable<void> websocket_link::finish_writing() {
    if (down_) co_return;
    flush();
    if (!writing_) co_return;
    const auto limit = runtime_->after(settings_->options.websocket().close_timeout());
    try {
        while (writing_ && co_await written_.wait_until(limit)) {
        }
    } catch (const boost::system::system_error&) {
        // Cancelled while saying goodbye: then without.
    }
}

asio::awaitable<void> websocket_link::read(link_owner& owner) {
    co_await drain(owner);
    while (!end_) {
        const auto buffer = codec_.prepare(read_size);
        const auto size = co_await stream_->read_some(asio::buffer(buffer.data(), buffer.size()));
        heard();
        on_alive();
        counts_->bytes_received.add(size);
        if (size == 0)
            codec_.end();
        else
            codec_.commit(size);
        co_await drain(owner);
        if (codec_.output().size() > write_backlog) co_await let_write();
    }
}

asio::awaitable<void> websocket_link::drain(link_owner& owner) {
    using type = transport::websocket_event::type;
    draining_ = true;
    const detail::at_exit guard([this] {
        draining_ = false;
        flush();
    });
    for (bool first = true; !end_; first = false) {
        const auto event = codec_.next();
        switch (event.kind) {
        case type::dry:
            if (first && keep_alive_timer_) part_at_ = runtime_->now();
            co_return;
        case type::text:
            if (auto full = on_text(owner, event.data)) co_await pause_for_room(owner, std::move(full));
            break;
        case type::binary:
            if (settings_->options.websocket().lenient() && detail::is_utf8(event.data)) {
                if (auto full = on_text(owner, event.data)) co_await pause_for_room(owner, std::move(full));
                break;
            }
            tell_odd("a message is binary", event.data);
            close_with(1003, "binary messages are not supported",
                       stream_failed(error_kind::protocol, "the server sent a binary message").close_code(1003));
            break;
        case type::ping: break;
        case type::pong: on_pong(); break;
        case type::closed:
            end_with(stream_failed(protocol::kind_of_close(event.code),
                                   "the server closed the websocket with code " + std::to_string(event.code) +
                                       quoted_reason(event.data.empty() ? last_words_ : event.data) +
                                       explanation(event.code, session_.acked()))
                         .close_code(event.code));
            break;
        case type::failed: {
            const bool too_large = event.code == 1009;
            end_with(stream_failed(too_large ? error_kind::limit : error_kind::protocol,
                                   too_large ? std::string(event.data) + " (option max_message_size)"
                                             : "the server broke the websocket protocol" + quoted_reason(event.data))
                         .close_code(event.code));
            break;
        }
        case type::ended:
            end_with(stream_failed(error_kind::lost,
                                   "the connection ended without a close frame" + quoted_reason(last_words_)));
            break;
        }
    }
}

std::shared_ptr<event_channel> websocket_link::on_text(link_owner& owner, std::string_view text) {
    using type = protocol::session_event::type;
    if (closing_) return nullptr; // nobody is left to hear it
    counts_->messages_received.add();
    const auto event = session_.receive(text, reply_);
    if (!reply_.empty()) {
        send(reply_);
        reply_.clear();
    }
    switch (event.kind) {
    case type::none: break;
    case type::ignored: ignore(event.payload); break;
    case type::odd:
        tell_odd(event.problem, text);
        if (!event.payload.empty()) last_words_ = protocol::find_message(event.payload, settings_->options.max_depth());
        break;
    case type::stray_error:
        tell_odd("an `error` does not say for which operation", text);
        if (auto reason = owner.on_stray_error(event.payload))
            close_with(4400, "an error without an id", detailed_error(*reason).close_code(4400));
        break;
    case type::next: return owner.on_next(event.id, *event.result);
    case type::error: owner.on_error(event.id, event.payload); break;
    case type::complete: owner.on_complete(event.id); break;
    case type::alive: on_pong(); break;
    case type::keep_alive:
        // A single one proves nothing: servers send it behind their ack, and never again.
        if (std::exchange(keep_alives_promised_, true)) expect_keep_alive();
        break;
    case type::acked: on_acked(owner, event.payload); break;
    case type::refused: close_with(1000, "", refusal_of(event.payload, settings_->options.max_depth())); break;
    case type::not_text: {
        constexpr auto* rule = transport::websocket_codec::not_text;
        close_with(1007, rule,
                   stream_failed(error_kind::protocol, std::string("the server broke the websocket protocol: ") + rule)
                       .close_code(1007));
        break;
    }
    case type::broken: {
        const auto reason = event.problem.substr(0, 120);
        tell_odd(event.problem, text);
        close_with(event.code, reason,
                   stream_failed(error_kind::protocol, "the server broke the " + std::string(session_.dialect().name) +
                                                           " protocol: " + event.problem)
                       .close_code(event.code));
        break;
    }
    }
    return nullptr;
}

asio::awaitable<void> websocket_link::pause_for_room(link_owner& owner, std::shared_ptr<event_channel> full) {
    draining_ = false;
    flush();
    co_await wait_for_room(owner, std::move(full));
    draining_ = true;
}

std::uint64_t websocket_link::start(const protocol::payload_parts& parts, const live_operation&) {
    auto sent = parts;
    sent.empty_query = session_.dialect().needs_query;
    const auto payload = protocol::to_payload(sent);
    const auto id = session_.next_id();
    send(session_.dialect().start(id, payload));
    return id;
}

void websocket_link::stop(std::uint64_t id) { send(session_.dialect().stop(id)); }

void websocket_link::close_with(std::uint16_t code, std::string_view reason, error why) {
    end_with(std::move(why));
    codec_.close(code, reason);
    flush();
}

void websocket_link::close() {
    if (closing_ || end_) return;
    closing_ = true;
    if (const auto goodbye = session_.dialect().goodbye; !goodbye.empty()) send(goodbye);
    codec_.close(1000, "");
    flush();
    at(close_timer_, settings_->options.websocket().close_timeout(), &websocket_link::on_close_timeout);
    room_.notify();
}

void websocket_link::abort(error reason) {
    down_ = true;
    link::abort(std::move(reason));
}

void websocket_link::send(std::string_view message) {
    counts_->messages_sent.add();
    codec_.send_text(message);
    if (!draining_) flush();
}

/// Writes what gathered. Nearly always the system takes all of it at once; only what it does not take needs a writer.
void websocket_link::flush() {
    if (writing_ || down_ || codec_.output().empty()) return;
    const asio::const_buffer bytes = asio::buffer(codec_.output());
    const auto taken = stream_->try_write(std::span(&bytes, 1));
    counts_->bytes_sent.add(taken);
    codec_.output().erase(0, taken);
    if (codec_.output().empty()) return give_back(codec_.output());
    writing_ = true;
    at(write_timer_, settings_->options.websocket().write_timeout(), &websocket_link::on_write_timeout);
    asio::co_spawn(runtime_->executor(), write_all(std::static_pointer_cast<websocket_link>(shared_from_this())),
                   asio::detached);
}

asio::awaitable<void> websocket_link::write_all(std::shared_ptr<websocket_link> self) {
    try {
        while (!self->down_ && !self->codec_.output().empty()) {
            self->outgoing_.clear();
            self->outgoing_.swap(self->codec_.output());
            // In pieces, so that slow progress is told from none.
            for (std::string_view rest = self->outgoing_; !rest.empty();) {
                const auto piece = rest.substr(0, write_piece);
                const asio::const_buffer bytes(piece.data(), piece.size());
                co_await self->stream_->write(std::span(&bytes, 1));
                rest.remove_prefix(piece.size());
                self->counts_->bytes_sent.add(piece.size());
                self->at(self->write_timer_, self->settings_->options.websocket().write_timeout(),
                         &websocket_link::on_write_timeout);
            }
        }
    } catch (const std::exception&) {
        // The reader may still find why (a close frame, an error); if nothing more comes it ends here.
        self->codec_.output().clear();
        self->stream_->close();
    }
    self->writing_ = false;
    give_back(self->outgoing_);
    if (self->codec_.output().empty()) give_back(self->codec_.output());
    self->cancel(self->write_timer_);
    if (std::exchange(self->unwritten_ping_, false)) self->expect_pong();
    self->written_.notify();
}

asio::awaitable<void> websocket_link::let_write() {
    paused_ = true; // whatever comes meanwhile is not seen
    while (writing_ && !end_ && codec_.output().size() > write_backlog) co_await written_.wait();
    paused_ = false;
}

void websocket_link::on_ack_timeout() {
    codec_.close(4504, "connection_ack did not come in time");
    flush();
    const auto& options = settings_->options.websocket();
    const auto text = "timed out waiting for connection_ack of " + transport::peer_name(settings_->websocket_endpoint) +
                      detail::limit_words("ack_timeout", options.ack_timeout());
    abort(stream_failed(error_kind::timeout, text).phase(error_phase::init));
}

void websocket_link::on_ping_due() {
    if (end_ || closing_) return;
    const auto& options = settings_->options.websocket();
    if (const auto ping = session_.dialect().ping; !ping.empty())
        send(ping);
    else
        codec_.send_ping(""), flush();
    unwritten_ping_ = writing_;
    if (!writing_) expect_pong();
    at(ping_timer_, options.ping_interval(), &websocket_link::on_ping_due);
}

void websocket_link::expect_pong() {
    if (pong_timer_ || end_ || closing_) return; // an answer that is still due keeps its own, earlier, limit
    if (!pinged_at_) pinged_at_ = runtime_->now();
    at(pong_timer_, settings_->options.websocket().pong_timeout(), &websocket_link::on_pong_due);
}

/// Notes that the peer is there. Any byte says so, also within a message: the pong has to wait behind a large message.
void websocket_link::on_alive() { cancel(pong_timer_); }

void websocket_link::on_pong() {
    unwritten_ping_ = false; // the writer is at what was written behind it
    if (const auto pinged = std::exchange(pinged_at_, std::nullopt))
        counts_->ping_round_trip_ns.set(static_cast<std::uint64_t>((runtime_->now() - *pinged).count()) + 1);
    cancel(pong_timer_);
}

void websocket_link::on_acked(link_owner& owner, std::string_view payload) {
    cancel(ack_timer_);
    acked_at_ = runtime_->now();
    at(ping_timer_, settings_->options.websocket().ping_interval(), &websocket_link::on_ping_due);
    if (const auto named = protocol::read_keep_alive_limit(payload); named && keep_alive_limit_.count() > 0) {
        keep_alive_limit_ = *named;
        keep_alives_promised_ = true;
    }
    owner.on_acked(payload);
}

void websocket_link::expect_keep_alive() {
    at(keep_alive_timer_, keep_alive_limit_, &websocket_link::on_keep_alive_due);
}

void websocket_link::ignore(std::string_view type_name) {
    counts_->ignored.add();
    lifecycle_event event{lifecycle_event::type::ignored};
    event.payload = type_name;
    settings_->tell(event);
}

void websocket_link::tell_odd(std::string_view problem, std::string_view text) {
    counts_->ignored.add();
    settings_->tell_not_understood(stream_failed(error_kind::protocol, problem), text);
}

void websocket_link::on_pong_due() {
    // While a consumer holds up the reader the pong may be lying there unread.
    if (paused_) return at(pong_timer_, settings_->options.websocket().pong_timeout(), &websocket_link::on_pong_due);
    abort(stream_failed(error_kind::lost, "the server stopped answering: nothing came in time behind a ping"));
}

void websocket_link::on_keep_alive_due() {
    if (paused_) return expect_keep_alive();
    // It may have to wait behind a large message.
    const auto left = part_at_ ? *part_at_ + keep_alive_limit_ - runtime_->now() : std::chrono::nanoseconds(0);
    if (left.count() > 0) return at(keep_alive_timer_, left, &websocket_link::on_keep_alive_due);
    abort(stream_failed(error_kind::lost, "the server stopped answering: no keep-alive message came in time"));
}

void websocket_link::on_write_timeout() {
    abort(stream_failed(error_kind::lost, "the server stopped reading: it took nothing in time"));
}

void websocket_link::on_close_timeout() {
    abort(stream_failed(error_kind::cancelled, "closed; the server did not answer the closing handshake"));
}

} // namespace corogql::engine
