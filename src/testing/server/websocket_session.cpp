#include "testing/server/websocket_session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstring>

namespace corogql::testing {

namespace {

constexpr std::size_t read_size = 64 * 1024;
/// The sources must wait when so many bytes wait to be sent.
constexpr std::size_t output_mark = 64 * 1024;
constexpr std::chrono::seconds close_time(2);

std::string pong_frame(std::string_view payload) {
    std::string frame{'\x8a', static_cast<char>(payload.size())};
    return frame.append(payload);
}

std::string with_id(std::string text, std::string_view id) {
    for (auto at = text.find("$id"); at != std::string::npos; at = text.find("$id", at + id.size()))
        text.replace(at, 3, id);
    return text;
}

} // namespace

websocket_session::websocket_session(std::shared_ptr<connection> link, const std::string& subprotocol,
                                     std::string authorization)
    : link_(std::move(link)), owner_(link_->owner()),
      codec_(transport::websocket_role::server, owner_.settings().max_size), bell_(owner_.clock()),
      live_(owner_.records(), &server_record::websockets_live), authorization_(std::move(authorization)),
      legacy_(subprotocol == "graphql-ws"), known_protocol_(!subprotocol.empty()) {
    owner_.join(this);
}

websocket_session::~websocket_session() { owner_.leave(this); }

void websocket_session::later(std::chrono::milliseconds delay, step next) {
    const auto due = owner_.clock().now() + delay;
    owner_.clock().at(due, [weak = weak_from_this(), next = std::move(next)] {
        const auto self = weak.lock();
        if (!self || self->over()) return;
        next();
        self->bell_.notify();
    });
}

void websocket_session::begin() {
    if (!known_protocol_) return close(4406, "Subprotocol not acceptable");
    if (legacy_) return;
    later(owner_.settings().init_timeout, [this] {
        if (!initialised_) close(4408, "Connection initialisation timeout");
    });
}

void websocket_session::close(std::uint16_t code, const std::string& reason) {
    if (over()) return;
    operations_.clear();
    codec_.close(code, reason);
    owner_.clock().at(owner_.clock().now() + close_time, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->link_->end(cut::close);
    });
    bell_.notify();
}

void websocket_session::send(std::string_view message, bool binary) {
    if (binary)
        codec_.send_binary(message);
    else
        codec_.send_text(message);
    bell_.notify();
}

void websocket_session::stop() {
    stopped_ = true;
    operations_.clear();
    bell_.notify();
}

void websocket_session::keep_alive() {
    later(owner_.settings().keep_alive, [this] {
        send(legacy_ ? R"({"type":"ka"})" : R"({"type":"ping"})", false);
        keep_alive();
    });
}

void websocket_session::obey(const std::optional<fault_order>& order, const std::string& id, const step& proceed) {
    if (!order) return proceed();
    if (order->delay.count() == 0) return act(*order, id, proceed);
    later(order->delay, [this, order = *order, id, proceed] { act(order, id, proceed); });
}

void websocket_session::act(const fault_order& order, const std::string& id, const step& proceed) {
    for (const auto& [text, binary] : order.messages) send(with_id(text, id), binary);
    switch (order.action) {
    case fault::action::proceed:
    case fault::action::answer:
    case fault::action::raw:
    case fault::action::truncate: proceed(); break;
    case fault::action::ignore: break;
    case fault::action::silence:
        silent_ = true;
        last_words_ = std::move(codec_.output());
        break;
    case fault::action::close: close(order.code, order.text); break;
    case fault::action::drop:
        leaving_ = order.how;
        operations_.clear();
        break;
    }
    bell_.notify();
}

void websocket_session::on_ping(std::string_view payload) {
    owner_.records().note([](server_record& record) { ++record.pings; });
    const auto order = owner_.faults().take(fault::occasion::ping);
    if (!order) return;
    // The codec has written the pong already; if it has to wait or stay away, it is taken back.
    const auto frame = pong_frame(payload);
    auto& output = codec_.output();
    if (const auto at = output.find(frame); at != std::string::npos) output.erase(at, frame.size());
    obey(order, {}, [this, frame] { codec_.output() += frame; });
}

/// Takes what has come from the client. Returns false when there will be no more.
bool websocket_session::take_events() {
    using type = transport::websocket_event::type;
    for (;;) {
        const auto event = codec_.next();
        switch (event.kind) {
        case type::dry: return true;
        case type::text:
            owner_.records().note([&](server_record& record) {
                record.messages.emplace_back(event.data);
                if (record.messages.size() > 10000) record.messages.pop_front();
            });
            if (!over()) on_message(event.data);
            break;
        case type::binary: close(4400, "Binary messages are not supported"); break;
        case type::ping: on_ping(event.data); break;
        case type::pong: break;
        case type::closed:
        case type::failed:
        case type::ended: return false;
        }
    }
}

/// Sends one event of each operation in turn, until all have to wait or enough is ready to be sent.
void websocket_session::pump() {
    for (bool progress = true; progress && codec_.output().size() < output_mark;) {
        progress = false;
        for (auto it = operations_.begin(); it != operations_.end();) {
            auto& [id, live] = *it;
            if (!live.source) {
                ++it;
                continue;
            }
            auto event = live.source->next();
            const bool ended = live.source->ended();
            std::optional<fault_order> order;
            if (event) {
                progress = true;
                send_event(id, owner_.api().project(live.prepared, std::move(*event)));
                order = owner_.faults().take(fault::occasion::event, live.fields, events_);
            }
            if (order) {
                // Orders may end everything, operations_ too: begin anew.
                const auto known = id;
                obey(order, known, [] {});
                if (over() || silent_) return;
                if (ended) complete(known);
                break;
            }
            if (ended) {
                const auto known = id;
                ++it;
                complete(known);
            } else {
                ++it;
            }
        }
    }
}

asio::awaitable<void> read_websocket(std::shared_ptr<websocket_session> self) {
    auto& codec = self->codec_;
    try {
        while (self->take_events()) {
            self->bell_.notify();
            const auto room = codec.prepare(read_size);
            const auto buffer = asio::buffer(room.data(), room.size());
            const auto size = co_await self->link_->read(buffer);
            if (size == 0)
                codec.end();
            else if (!self->silent_)
                codec.commit(size);
        }
    } catch (const std::exception&) {
        self->link_->end(cut::close); // out of memory, say; the others live on
    }
    self->stop();
}

asio::awaitable<void> serve_websocket(std::shared_ptr<websocket_session> self, std::string early) {
    auto& codec = self->codec_;
    const auto link = self->link_;
    const auto executor = link->clock().executor();
    if (!early.empty()) {
        const auto room = codec.prepare(early.size());
        std::memcpy(room.data(), early.data(), early.size());
        codec.commit(early.size());
    }
    self->begin();
    asio::co_spawn(executor, read_websocket(self), asio::detached);
    std::string sending;
    while (!link->ended()) {
        if (!self->over() && !self->silent_) self->pump();
        sending.clear();
        std::swap(sending, self->silent_ ? self->last_words_ : codec.output());
        if (!sending.empty()) {
            co_await link->write(sending);
            co_await asio::post(executor, asio::use_awaitable); // the reader's turn
        } else if (self->leaving_) {
            link->end(*self->leaving_);
        } else if (self->stopped_) {
            co_await link->finish();
        } else {
            co_await self->bell_.wait();
        }
    }
}

} // namespace corogql::testing
