#include "testing/simulation/simulated_link.hpp"

#include "testing/graphql/json_member.hpp"
#include "testing/server/graphql_over_http.hpp"
#include "testing/server/websocket_handshake.hpp"
#include "values/json/builder.hpp"
#include "values/text/ascii.hpp"

#include <boost/json/serialize.hpp>

#include <cstring>

namespace corogql::testing {

simulated_link::simulated_link(std::shared_ptr<simulated_site> site, std::shared_ptr<simulated_socket> socket,
                               std::size_t number_)
    : number(number_), site_(site), world_(site->world), socket_(std::move(socket)) {}

void simulated_link::begin() {
    socket_->changed = [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->on_bytes();
    };
    note("accepted");
}

void simulated_link::note(std::string_view what, std::string_view text) const {
    if (!world_.tracing) return;
    world_.note("#" + std::to_string(number) + " " + std::string(what) + (text.empty() ? "" : " ") + std::string(text));
}

void simulated_link::on_bytes() {
    const auto self = shared_from_this();
    if (!open_ || !reading_ || taking_) return;
    taking_ = true;
    while (open_ && reading_ && !socket_->arrived().empty()) codec_ ? take_websocket() : take_http();
    taking_ = false;
    if (open_ && reading_ && (socket_->broken() || socket_->ended())) {
        note(socket_->broken() ? "was reset" : "was dropped");
        socket_->finish();
        ended(0);
    }
}

void simulated_link::take_http() {
    const auto bytes = socket_->take(64 * 1024);
    std::span<const std::byte> left(reinterpret_cast<const std::byte*>(bytes.data()), bytes.size());
    while (!left.empty() && open_ && !codec_) {
        left = left.subspan(parser_.put(left));
        if (!parser_.done()) {
            if (parser_.has_head() && !head_told_) request_head();
            continue;
        }
        head_told_ = false;
        auto& request = parser_.message();
        request.upgrade ? upgrade(request) : answer(request);
        parser_.reset();
    }
}

void simulated_link::upgrade(const transport::http_request_message& request) {
    const auto site = site_.lock();
    if (!site) return;
    auto handshake = accept_websocket(request, site->spoken);
    simulated_upgrade asked;
    asked.target = request.target;
    for (const auto& [name, value] : request.headers) asked.headers.emplace_back(name, value);
    asked.chosen = handshake.subprotocol;
    if (const auto offers = request.headers.find("Sec-WebSocket-Protocol")) {
        std::string_view rest = *offers;
        while (!rest.empty()) asked.offered.emplace_back(detail::trim(detail::take_until(rest, ',')));
    }
    if (site->on_upgrade) site->on_upgrade(asked);
    if (asked.ignore) return;
    if (!asked.raw.empty()) return send_bytes(asked.raw);
    std::string head = "HTTP/1.1 " + std::to_string(asked.status) + " x\r\n";
    if (asked.status == 101) {
        for (const auto& [name, value] : handshake.reply.headers)
            if (name != "Sec-WebSocket-Protocol") head += name + ": " + value + "\r\n";
        if (!asked.chosen.empty()) head += "Sec-WebSocket-Protocol: " + asked.chosen + "\r\n";
    } else {
        head += "Content-Length: " + std::to_string(asked.body.size()) + "\r\n";
    }
    for (const auto& [name, value] : asked.answer_headers) head += name + ": " + value + "\r\n";
    note("upgrade", std::to_string(asked.status) + " " + asked.chosen);
    socket_->send(head + "\r\n" + asked.body);
    if (asked.status != 101) return;
    subprotocol = asked.chosen;
    codec_.emplace(transport::websocket_role::server, std::size_t{64} * 1024 * 1024);
}

namespace {

simulated_operation to_operation(const std::string& id, const json::object& payload) {
    return {id, string_at(payload, "query"), object_at(payload, "variables"), payload,
            string_at(payload, "operationName")};
}

simulated_request to_simulated(const transport::http_request_message& request) {
    simulated_request asked{request.method, request.target, {}, request.body, {}};
    std::string problem;
    const auto members = read_members(request, problem);
    if (members && members->is_object()) asked.operation = to_operation({}, members->get_object());
    for (const auto& [name, value] : request.headers) asked.headers.emplace_back(name, value);
    return asked;
}

bool wants_stream(const transport::http_request_message& request) {
    const auto accept = request.headers.find("Accept").value_or("");
    return accept.find("text/event-stream") != accept.npos || accept.find("multipart/mixed") != accept.npos;
}

std::string bytes_of(const simulated_reply& reply) {
    if (!reply.raw.empty()) return reply.raw;
    std::string bytes = "HTTP/1.1 " + std::to_string(reply.status) + " x\r\n";
    if (!reply.content_type.empty()) bytes += "Content-Type: " + reply.content_type + "\r\n";
    bytes += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
    for (const auto& [name, value] : reply.headers) bytes += name + ": " + value + "\r\n";
    return bytes + "\r\n" + reply.body;
}

} // namespace

void simulated_link::request_head() {
    head_told_ = true;
    if (const auto site = site_.lock(); site && site->on_request_head)
        site->on_request_head(handle(), to_simulated(parser_.message()));
}

void simulated_link::answer(const transport::http_request_message& request) {
    const auto site = site_.lock();
    if (!site) return;
    const auto asked = to_simulated(request);
    note("request", asked.body);
    if (site->on_stream && wants_stream(request)) return site->on_stream(handle(), asked);
    simulated_reply reply{500, R"({"errors":[{"message":"this server answers no requests"}]})"};
    if (site->on_request)
        reply = site->on_request(asked);
    else if (site->schema)
        reply = site->schema->answer(asked.operation);
    if (reply.delay.count() <= 0) return send_reply(reply);
    world_.at(world_.now() + reply.delay, world_.executor(), [weak = weak_from_this(), reply] {
        if (const auto self = weak.lock()) self->send_reply(reply);
    });
}

void simulated_link::send_reply(const simulated_reply& reply) {
    if (!open_) return;
    if (reply.drop) return drop();
    note("answer", reply.raw.empty() ? std::to_string(reply.status) + " " + reply.body
                                     : std::to_string(reply.raw.size()) + " bytes");
    auto bytes = bytes_of(reply);
    bytes.resize(std::min(bytes.size(), reply.cut_after));
    send_piece(std::make_shared<const std::string>(std::move(bytes)), 0, reply);
}

void simulated_link::send_piece(const std::shared_ptr<const std::string>& bytes, std::size_t from,
                                const simulated_reply& how) {
    if (!open_) return;
    const auto left = bytes->size() - from;
    const auto size = how.piece == 0 ? left : std::min(left, how.piece);
    socket_->send(std::string_view(*bytes).substr(from, size));
    if (size < left) {
        world_.at(world_.now() + how.pause, world_.executor(), [weak = weak_from_this(), bytes, from, size, how] {
            if (const auto self = weak.lock()) self->send_piece(bytes, from + size, how);
        });
        return;
    }
    if (how.then == simulated_ending::drop) drop();
    if (how.then == simulated_ending::reset) reset();
}

void simulated_link::take_websocket() {
    using type = transport::websocket_event::type;
    const auto bytes = socket_->take(64 * 1024);
    std::memcpy(codec_->prepare(bytes.size()).data(), bytes.data(), bytes.size());
    codec_->commit(bytes.size());
    for (auto event = codec_->next(); event.kind != type::dry; event = codec_->next()) {
        switch (event.kind) {
        case type::text: on_text(event.data); break;
        case type::closed:
        case type::failed:
            note("closed by client", std::to_string(event.code));
            flush();
            socket_->finish();
            return ended(event.code);
        default: break;
        }
        if (!open_) return;
    }
    flush();
}

void simulated_link::on_text(std::string_view text) {
    const auto site = site_.lock();
    if (!site) return;
    note("<", text);
    site->received.push_back({number, world_.elapsed(), std::string(text)});
    std::string problem;
    const auto value = detail::parse_json(text, problem);
    if (!value || !value->is_object()) return close(4400, "not an object");
    const auto& message = value->get_object();
    if (site->on_message && site->on_message(handle(), message)) return;
    dispatch(message);
}

void simulated_link::dispatch(const json::object& message) {
    const auto site = site_.lock();
    const auto text = [&](const char* key) {
        const auto* found = message.if_contains(key);
        return found && found->is_string() ? std::string(found->get_string()) : std::string();
    };
    const auto object = [&](const json::object& from, const char* key) {
        const auto* found = from.if_contains(key);
        return found && found->is_object() ? found->get_object() : json::object();
    };
    const auto type = text("type");
    const auto id = text("id");
    if (type == "connection_init") {
        if (site->on_init) return site->on_init(handle(), object(message, "payload"));
        return handle().ack();
    }
    if (type == "subscribe" || type == "start") {
        const auto payload = object(message, "payload");
        const auto operation = to_operation(id, payload);
        if (site->on_subscribe) return site->on_subscribe(handle(), operation);
        if (site->schema) site->schema->begin(handle(), operation);
        return;
    }
    if (type == "complete" || type == "stop") {
        if (site->schema) site->schema->end(number, id);
        if (site->on_complete) return site->on_complete(handle(), id);
        if (legacy()) handle().complete(id);
        return;
    }
    if (type == "ping") {
        if (site->on_ping) return site->on_ping(handle(), message);
        const auto* payload = message.if_contains("payload");
        send_text(payload ? R"({"type":"pong","payload":)" + json::serialize(*payload) + "}" : R"({"type":"pong"})");
    }
}

void simulated_link::flush() {
    if (!codec_ || codec_->output().empty()) return;
    socket_->send(codec_->output());
    codec_->output().clear();
}

void simulated_link::send_text(std::string_view message) {
    if (!open_ || !codec_) return;
    note(">", message);
    codec_->send_text(message);
    flush();
}

void simulated_link::send_binary(std::string_view message) {
    if (!open_ || !codec_) return;
    note("> binary", message);
    codec_->send_binary(message);
    flush();
}

void simulated_link::send_ping(std::string_view payload) {
    if (!open_ || !codec_) return;
    note("> ping frame", payload);
    codec_->send_ping(payload);
    flush();
}

void simulated_link::send_bytes(std::string_view bytes) {
    if (!open_) return;
    note("> bytes", std::to_string(bytes.size()));
    socket_->send(bytes);
}

void simulated_link::close(std::uint16_t code, std::string_view reason) {
    if (!open_ || !codec_) return;
    note("> close", std::to_string(code));
    codec_->close(code, reason);
    flush();
    socket_->finish();
    ended(0);
}

void simulated_link::drop() {
    if (!open_) return;
    note("drops");
    socket_->finish();
    ended(0);
}

void simulated_link::reset() {
    if (!open_) return;
    note("resets");
    socket_->reset();
    ended(0);
}

void simulated_link::silence() {
    if (!open_) return;
    note("falls silent");
    socket_->silence();
    reading_ = false;
}

void simulated_link::read(bool yes) {
    reading_ = yes;
    world_.at(world_.now(), world_.executor(), [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->on_bytes();
    });
}

void simulated_link::ended(std::uint16_t code) {
    if (!std::exchange(open_, false)) return;
    const auto self = shared_from_this();
    const auto site = site_.lock();
    if (!site) return;
    std::erase(site->links, self);
    if (site->schema) site->schema->end(number);
    if (site->on_end) site->on_end(handle(), code);
}

} // namespace corogql::testing
