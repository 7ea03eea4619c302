#include "transport/websocket/codec.hpp"

#include "values/text/utf8.hpp"

#include <algorithm>
#include <utility>

namespace corogql::transport {

namespace {

using type = websocket_event::type;
using opcode = websocket_opcode;

constexpr std::size_t most_in_control = 125;
constexpr std::uint16_t no_code = 1005;
/// A message in fragments is gathered in memory of its own, and more than this is given back.
constexpr std::size_t kept_message = 256 * 1024;

/// Returns whether a close frame may have this code (RFC 6455, section 7.4, and what was assigned since).
bool may_be_sent(unsigned code) noexcept {
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

/// Returns whether text that is no UTF-8 from `size` on can become so by what may follow: it ends within a character.
bool ends_within_character(std::string_view text, std::size_t size) noexcept {
    const auto rest = text.substr(size);
    if (rest.empty() || rest.size() > 3) return false;
    // Continuations make a beginning whole exactly where it is one.
    for (const char fill : {'\x80', '\xa0'}) {
        char whole[4] = {fill, fill, fill, fill};
        std::copy(rest.begin(), rest.end(), whole);
        const auto first = static_cast<unsigned char>(rest.front());
        const std::size_t wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (rest.size() < wanted && detail::first_character({whole, wanted}) == wanted) return true;
    }
    return false;
}

} // namespace

websocket_codec::websocket_codec(websocket_role role, std::size_t max_message, bool checks_text)
    : role_(role), max_message_(std::max<std::size_t>(max_message, 1)), checks_text_(checks_text) {}

std::span<std::byte> websocket_codec::prepare(std::size_t size) {
    take_away();
    return input_.prepare(size);
}

void websocket_codec::commit(std::size_t size) {
    if (!over_) input_.commit(size);
}

/// Takes away what the last event was a view of.
void websocket_codec::take_away() noexcept {
    input_.consume(std::exchange(shown_, 0));
    if (!in_message_ && !message_.empty()) {
        message_.clear();
        if (message_.capacity() > kept_message) message_.shrink_to_fit();
    }
}

websocket_event websocket_codec::next() {
    take_away();
    while (!over_) {
        const websocket_frame frame(input_.view());
        if (frame.header_size == 0) break;
        if (const char* const rule = broken_rule(frame)) return fail(1002, rule);
        if (!frame.control() && frame.size > max_message_ - message_.size()) return oversize(frame.size);
        if (frame.size > input_.size() - frame.header_size) break;
        const auto size = static_cast<std::size_t>(frame.size);
        char* const payload = input_.data() + frame.header_size;
        if (frame.masked) mask_websocket_payload(payload, size, payload - 4);
        shown_ = frame.header_size + size;
        const std::string_view bytes(payload, size);
        if (frame.control()) return control(static_cast<opcode>(frame.opcode), bytes);
        if (!in_message_ && frame.fin) return whole(frame.is(opcode::text), bytes);
        if (auto event = fragment(frame, bytes); event.kind != type::dry) return event;
        input_.consume(std::exchange(shown_, 0));
    }
    if (!bytes_ended_ || over_) return {};
    over_ = true;
    return {type::ended, 0, {}};
}

/// Returns the words for the rule of RFC 6455 that a header breaks; null where it breaks none.
const char* websocket_codec::broken_rule(const websocket_frame& frame) const noexcept {
    if (frame.reserved_bits) return "a frame has reserved bits, though no extension was agreed on";
    if (frame.masked != (role_ == websocket_role::server))
        return frame.masked ? "a frame of the server was masked" : "a frame of the client was unmasked";
    if (frame.control()) {
        if (frame.opcode > static_cast<unsigned>(opcode::pong)) return "a control frame has an unknown opcode";
        if (!frame.fin) return "a control frame was fragmented";
        return frame.size > most_in_control ? "a control frame's size was invalid: it is more than 125 bytes" : nullptr;
    }
    if (frame.opcode > static_cast<unsigned>(opcode::binary)) return "a data frame has an unknown opcode";
    if (!in_message_ && frame.is(opcode::continuation)) return "a continuation of no message";
    if (in_message_ && !frame.is(opcode::continuation)) return "a data frame was unexpected within a message";
    return frame.shortest ? nullptr : "the size of a frame was not canonical: it fits into fewer bytes";
}

websocket_event websocket_codec::whole(bool text, std::string_view bytes) {
    if (text && checks_text_ && !detail::is_utf8(bytes)) return fail(1007, not_text);
    return {text ? type::text : type::binary, 0, bytes};
}

websocket_event websocket_codec::fragment(const websocket_frame& frame, std::string_view bytes) {
    if (!std::exchange(in_message_, true)) {
        text_ = frame.is(opcode::text);
        checked_ = 0;
    }
    message_ += bytes;
    if (text_) {
        const auto rest = std::string_view(message_).substr(checked_);
        const auto size = detail::utf8_size(rest);
        checked_ += size;
        if (size != rest.size() && (frame.fin || !ends_within_character(rest, size))) return fail(1007, not_text);
    }
    if (!frame.fin) return {};
    in_message_ = false;
    return {text_ ? type::text : type::binary, 0, message_};
}

websocket_event websocket_codec::control(websocket_opcode kind, std::string_view payload) {
    if (kind == opcode::pong) return {type::pong, 0, payload};
    if (kind == opcode::ping) {
        send(opcode::pong, payload);
        return {type::ping, 0, payload};
    }
    if (payload.empty()) return closed(no_code, {});
    if (payload.size() == 1) return fail(1002, "a close frame payload size of one byte, where a code has two");
    const auto code = static_cast<std::uint16_t>(static_cast<unsigned char>(payload[0]) << 8 |
                                                 static_cast<unsigned char>(payload[1]));
    if (!may_be_sent(code))
        return fail(1002, "Close code " + std::to_string(code) + " is not allowed in a close frame");
    // A reason may have been cut within a character: the code counts all the same.
    const auto reason = payload.substr(2);
    return closed(code, detail::is_utf8(reason) ? reason : std::string_view());
}

websocket_event websocket_codec::closed(std::uint16_t code, std::string_view reason) {
    close(code, {});
    over_ = true;
    return {type::closed, code, reason};
}

websocket_event websocket_codec::fail(std::uint16_t code, std::string rule) {
    close(code, rule);
    over_ = true;
    problem_ = std::move(rule);
    return {type::failed, code, problem_};
}

websocket_event websocket_codec::oversize(std::uint64_t size) {
    const auto all = size < UINT64_MAX - message_.size() ? message_.size() + size : UINT64_MAX;
    return fail(1009, "a message of " + std::to_string(all) + " bytes is larger than the limit of " +
                          std::to_string(max_message_) + " bytes");
}

void websocket_codec::send(websocket_opcode kind, std::string_view payload) {
    if (closing_) return;
    append_websocket_frame(output_, kind, payload, role_ == websocket_role::client ? mask_keys_.next() : nullptr);
}

void websocket_codec::send_ping(std::string_view payload) { send(opcode::ping, payload.substr(0, most_in_control)); }

void websocket_codec::close(std::uint16_t code, std::string_view reason) {
    std::string payload;
    if (code != 0 && code != no_code) {
        payload = {static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
        payload += detail::utf8_prefix(reason, most_in_control - payload.size());
    }
    send(opcode::close, payload);
    closing_ = true;
}

} // namespace corogql::transport
