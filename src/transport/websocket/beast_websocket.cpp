// Beast's websocket stream, unmodified, driven over memory by its synchronous calls. What keeps that sound:
// when it is empty the memory reports neither an error nor nothing, which would break Beast for good; it
// throws, and only between frames, which the gate sees to. Beast's close frames are dropped and ours are sent
// in their place: they carry a reason, and Beast's own close() would wait for an answer.
#include "transport/tls/hash.hpp"
#include "transport/websocket/codec.hpp"
#include "transport/websocket/gate.hpp"
#include "values/text/utf8.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <algorithm>
#include <bit>
#include <random>
#include <utility>

namespace corogql::transport {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

/// Buffers that one large message has blown up beyond this size are given back.
constexpr std::size_t kept_buffer = 256 * 1024;

/// Beast is out of bytes when this is thrown through it, for any error code would end the stream.
struct dry {};

/// Returns a context that nothing runs: Beast asks for an executor, for a timer that is never armed. The context is
/// never destroyed, as codecs may outlive static objects.
asio::io_context& idle_context() {
    static auto& context = *new asio::io_context;
    return context;
}

} // namespace

// Not anonymous: the codec's state, which has a name that others see, holds these.
namespace over_memory {

/// The memory at the two ends of Beast's stream.
struct wire {
    enum class mode { handshake, read, write, closed };

    wire(bool masked, std::size_t max_message) : gate(masked, max_message) {}

    websocket_gate gate;
    mode now = mode::handshake;
    beast::flat_buffer input;
    std::size_t passed = 0; ///< The number of bytes at the front of `input` that the gate let through.
    std::string output;
    std::string handshake; ///< The request that Beast thinks it sends.

    std::string handshake_response() const {
        constexpr std::string_view field = "Sec-WebSocket-Key: ";
        const auto key = handshake.substr(handshake.find(field) + field.size(), 24);
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Accept: " +
               sha1_base64(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11") + "\r\n\r\n";
    }
};

class memory_layer {
public:
    using executor_type = asio::io_context::executor_type;

    explicit memory_layer(wire& wire) : wire_(&wire) {}
    executor_type get_executor() const noexcept { return idle_context().get_executor(); }

    template <class Buffers>
    std::size_t read_some(const Buffers& buffers, error_code& ec) {
        ec = {};
        if (wire_->now == wire::mode::handshake)
            return asio::buffer_copy(buffers, asio::buffer(wire_->handshake_response()));
        if (wire_->passed == 0) {
            if (!wire_->gate.irregular()) throw dry();
            ec = asio::error::eof; // the header before this was refused already
            return 0;
        }
        const auto size = asio::buffer_copy(buffers, asio::buffer(wire_->input.data(), wire_->passed));
        wire_->input.consume(size);
        wire_->passed -= size;
        return size;
    }

    template <class Buffers>
    std::size_t write_some(const Buffers& buffers, error_code& ec) {
        ec = {};
        auto& to = wire_->now == wire::mode::handshake ? wire_->handshake : wire_->output;
        const auto before = to.size();
        for (const asio::const_buffer part : beast::buffers_range_ref(buffers))
            to.append(static_cast<const char*>(part.data()), part.size());
        const auto size = to.size() - before;
        const bool close_frame = wire_->now == wire::mode::read && (to[before] & 0x0f) == 8;
        if (close_frame || wire_->now == wire::mode::closed) to.resize(before);
        return size;
    }

    // Asked for by Beast's concept check only.
    template <class Buffers>
    std::size_t read_some(const Buffers& buffers);
    template <class Buffers>
    std::size_t write_some(const Buffers& buffers);

private:
    wire* wire_;
};

inline void teardown(beast::role_type, memory_layer&, error_code& ec) { ec = {}; }

} // namespace over_memory

namespace {

using over_memory::memory_layer;
using over_memory::wire;

/// Whether the last code point of otherwise valid UTF-8 lacks bytes. Beast does not look when the last
/// fragment of a message is empty.
bool ends_in_mid_character(std::string_view text) noexcept {
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if ((byte & 0xc0) == 0x80) continue;
        return byte >= 0xc0 && static_cast<std::size_t>(std::countl_one(byte)) > back;
    }
    return false;
}

std::string_view view(const asio::const_buffer& buffer) noexcept {
    return {static_cast<const char*>(buffer.data()), buffer.size()};
}

void give_back(beast::flat_buffer& buffer, std::size_t keep) {
    if (buffer.size() == 0 && buffer.capacity() > keep) buffer.shrink_to_fit();
}

} // namespace

struct websocket_codec::state {
    using type = websocket_event::type;

    state(websocket_role role, std::size_t limit);
    void read();
    void pull();
    void refuse(error_code ec);
    void finish(type kind, std::uint16_t code, std::string_view text);
    void send_close(std::uint16_t code, std::string_view reason);
    void send(bool text, std::string_view message);
    websocket_event take_control();

    const websocket_role role;
    const std::size_t max_message;
    struct wire wire;
    websocket::stream<memory_layer, false> stream;
    beast::flat_buffer message;
    /// The pings and pongs that wait for next(): kind, size and payload of each.
    std::string controls;
    std::size_t controls_taken = 0;
    websocket_event outcome; ///< The event that the last pull ended with; it comes after the controls.
    std::string last_words;
    bool delivered = false; ///< Whether `message` is whole and was handed out.
    bool closing = false;
    bool bytes_ended = false;
    bool over = false;
};

websocket_codec::state::state(websocket_role role_, std::size_t limit)
    : role(role_), max_message(std::clamp<std::size_t>(limit, 1, std::size_t{1} << (sizeof(limit) * 8 - 2))),
      wire(role == websocket_role::server, max_message), stream(wire) {
    error_code ec;
    if (role == websocket_role::client) {
        stream.handshake("h", "/", ec);
    } else {
        constexpr std::string_view request =
            "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n";
        stream.accept(asio::buffer(request), ec);
    }
    if (ec) throw boost::system::system_error(ec, "websocket codec");
    wire.handshake = {};
    wire.now = wire::mode::write;
    stream.auto_fragment(false);
    stream.read_message_max(max_message);
    stream.control_callback([this](websocket::frame_type kind, beast::string_view payload) {
        if (kind == websocket::frame_type::close) return;
        controls += static_cast<char>(kind == websocket::frame_type::ping ? type::ping : type::pong);
        controls += static_cast<char>(payload.size());
        controls.append(payload.data(), payload.size());
    });
}

void websocket_codec::state::read() {
    outcome = {};
    controls.clear();
    controls_taken = 0;
    if (over) return;
    if (wire.gate.readable()) pull();
    if (bytes_ended && !over && outcome.kind == type::dry && controls.empty()) finish(type::ended, 0, {});
}

void websocket_codec::state::pull() {
    if (delivered) {
        message.clear();
        give_back(message, kept_buffer);
        delivered = false;
    }
    error_code ec;
    try {
        wire.now = closing ? wire::mode::closed : wire::mode::read;
        stream.read(message, ec);
    } catch (const dry&) {
        wire.gate.ran_dry();
        return;
    }
    if (ec) return refuse(ec);
    wire.gate.took_message();
    const auto text = view(message.cdata());
    if (stream.got_text() && ends_in_mid_character(text)) return refuse(websocket::error::bad_frame_payload);
    delivered = true;
    outcome = {stream.got_text() ? type::text : type::binary, 0, text};
}

/// Ends the link, because Beast reads no further. Its words for the rule that was broken are good enough for people.
void websocket_codec::state::refuse(error_code ec) {
    const auto code = wire.gate.close_code();
    // 1014, Bad Gateway, was assigned after RFC 6455; Beast does not know it.
    const bool unknown_to_beast = ec == websocket::error::bad_close_code && code == 1014;
    if ((ec == websocket::error::closed && code < 5000) || unknown_to_beast) {
        const auto& reason = stream.reason().reason;
        send_close(code, {});
        return finish(type::closed, code != 0 ? code : std::uint16_t{1005}, {reason.data(), reason.size()});
    }
    // A reason that was cut within a character: the code counts all the same.
    if (ec == websocket::error::bad_close_payload && code >= 1000) {
        send_close(code, {});
        return finish(type::closed, code, {});
    }
    std::uint16_t answer = 1002;
    std::string rule = ec.message();
    if (ec == websocket::error::message_too_big) {
        answer = 1009;
        rule = "a message of " + std::to_string(wire.gate.oversize()) + " bytes is larger than the limit of " +
               std::to_string(max_message) + " bytes";
    } else if (ec == websocket::error::bad_frame_payload || ec == websocket::error::bad_close_payload) {
        answer = 1007;
    } else if (ec == websocket::error::closed || ec == websocket::error::bad_close_code) {
        rule = "Close code " + std::to_string(code) + " is not allowed in a close frame";
    }
    send_close(answer, rule);
    finish(type::failed, answer, rule);
}

void websocket_codec::state::finish(type kind, std::uint16_t code, std::string_view text) {
    over = true;
    last_words = text;
    outcome = {kind, code, last_words};
}

/// Sends a close frame. Code 0 or 1005 makes one that names none.
void websocket_codec::state::send_close(std::uint16_t code, std::string_view reason) {
    if (closing) return;
    closing = true;
    std::string payload;
    if (code != 0 && code != 1005) {
        payload = {static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
        payload += detail::utf8_prefix(reason, 123);
    }
    wire.output += '\x88';
    if (role == websocket_role::server) {
        wire.output += static_cast<char>(payload.size());
    } else {
        wire.output += static_cast<char>(payload.size() | 0x80);
        auto key = std::random_device()();
        for (std::size_t i = 0; i < 4; ++i, key >>= 8) wire.output += static_cast<char>(key & 0xff);
        const auto mask = wire.output.size() - 4;
        for (std::size_t i = 0; i < payload.size(); ++i)
            payload[i] = static_cast<char>(payload[i] ^ wire.output[mask + i % 4]);
    }
    wire.output += payload;
}

void websocket_codec::state::send(bool text, std::string_view message_) {
    if (closing) return;
    error_code ignored; // memory takes everything
    wire.now = wire::mode::write;
    stream.text(text);
    stream.write(asio::buffer(message_), ignored);
}

websocket_event websocket_codec::state::take_control() {
    const auto kind = static_cast<type>(controls[controls_taken]);
    const auto size = static_cast<std::size_t>(controls[controls_taken + 1]);
    const auto payload = std::string_view(controls).substr(controls_taken + 2, size);
    controls_taken += 2 + size;
    return {kind, 0, payload};
}

websocket_codec::websocket_codec(websocket_role role, std::size_t max_message)
    : state_(std::make_unique<state>(role, max_message)) {}
websocket_codec::~websocket_codec() = default;

std::span<std::byte> websocket_codec::prepare(std::size_t size) {
    auto& input = state_->wire.input;
    give_back(input, std::max(kept_buffer, 2 * size));
    if (size > input.capacity() - input.size()) input.reserve(std::bit_ceil(input.size() + size));
    const auto room = input.prepare(size);
    return {static_cast<std::byte*>(room.data()), room.size()};
}

void websocket_codec::commit(std::size_t size) {
    auto& wire = state_->wire;
    wire.input.commit(size);
    if (state_->over) return wire.input.clear();
    const std::span bytes(static_cast<const std::byte*>(wire.input.cdata().data()), wire.input.size());
    wire.passed += wire.gate.scan(bytes.subspan(wire.passed));
}

void websocket_codec::end() { state_->bytes_ended = true; }

websocket_event websocket_codec::next() {
    auto& self = *state_;
    const auto controls_left = [&] { return self.controls_taken < self.controls.size(); };
    if (!controls_left() && self.outcome.kind == websocket_event::type::dry) self.read();
    if (controls_left()) return self.take_control();
    return std::exchange(self.outcome, {});
}

void websocket_codec::send_text(std::string_view message) { state_->send(true, message); }
void websocket_codec::send_binary(std::string_view message) { state_->send(false, message); }

void websocket_codec::send_ping(std::string_view payload) {
    if (state_->closing) return;
    error_code ignored;
    state_->wire.now = wire::mode::write;
    state_->stream.ping({payload.data(), std::min<std::size_t>(payload.size(), 125)}, ignored);
}

void websocket_codec::close(std::uint16_t code, std::string_view reason) { state_->send_close(code, reason); }
bool websocket_codec::closing() const noexcept { return state_->closing; }
std::string& websocket_codec::output() noexcept { return state_->wire.output; }

} // namespace corogql::transport
