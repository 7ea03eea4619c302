#include "protocol/subscriptions/websocket_session.hpp"

#include "protocol/graphql/operation_id.hpp"
#include "values/json/scanner.hpp"
#include "values/text/utf8.hpp"

namespace corogql::protocol {

namespace {

using event = session_event::type;
using message_type = server_message::type;

session_event make(event kind, std::string_view payload = {}) { return {.kind = kind, .payload = payload}; }

session_event odd(std::string problem) { return {.kind = event::odd, .problem = std::move(problem)}; }

session_event broken(std::string problem) {
    return {.kind = event::broken, .code = 4400, .problem = std::move(problem)};
}

std::string quoted(std::string_view name) { return '"' + std::string(detail::utf8_prefix(name, 60)) + '"'; }

} // namespace

session_event websocket_session::receive(std::string_view text, std::string& reply) {
    try {
        read_message(message_, dialect_, text, max_depth_, lenient_);
    } catch (const text_not_utf8&) {
        return make(event::not_text);
    } catch (const detail::json_syntax_error& bad) {
        auto problem = std::string("a message is not a JSON object: ") + bad.what();
        return lenient_ ? odd(std::move(problem)) : broken(std::move(problem));
    }
    return dispatch(reply);
}

session_event websocket_session::dispatch(std::string& reply) {
    const auto& message = message_;
    switch (message.kind) {
    case message_type::next:
    case message_type::error:
    case message_type::complete: return for_operation();
    case message_type::ack:
        // The type of the payload is object, null or absent.
        if (!message.payload.empty() && message.payload != "null" && message.payload.front() != '{')
            return broken("the payload of connection_ack is not an object");
        if (acked_) return make(event::ignored, message.type_name);
        acked_ = true;
        return make(event::acked, message.payload);
    case message_type::ping: reply += connection_message("pong", message.payload); return make(event::none);
    case message_type::pong: return make(event::alive);
    case message_type::keep_alive: return make(event::keep_alive);
    case message_type::connection_error:
        if (acked_ && dialect_.goes_on_after_connection_error) {
            auto event = odd("a connection_error behind the ack: the server may be about to close");
            event.payload = message.payload;
            return event;
        }
        return make(event::refused, message.payload);
    case message_type::unknown: break;
    }
    if (message.type_name.empty()) return lenient_ ? odd("a message has no type") : broken("a message has no type");
    if (const auto* other = whose_results(message.type_name))
        return broken("message type " + quoted(message.type_name) + " belongs to the other protocol, " +
                      std::string(other->name) + " (option lenient takes it)");
    auto problem = "unknown message type " + quoted(message.type_name);
    return lenient_ || dialect_.passes_over_unknown ? odd(std::move(problem)) : broken(std::move(problem));
}

session_event websocket_session::for_operation() const {
    const auto& message = message_;
    if (!acked_) return broken(quoted(message.type_name) + " came before connection_ack");
    // An id that is not ours, or no string at all: an operation that has ended, or never was. It is let be.
    const auto id = message.id ? read_operation_id(*message.id) : 0;
    if (message.kind == message_type::error && !message.id) return make(event::stray_error, message.payload);
    if (id == 0 || id > last_id_) return odd(quoted(message.type_name) + " is for an operation that never was");
    const auto kind = message.kind == message_type::next    ? event::next
                      : message.kind == message_type::error ? event::error
                                                            : event::complete;
    return {.kind = kind, .id = id, .payload = message.payload, .result = &message.result};
}

} // namespace corogql::protocol
