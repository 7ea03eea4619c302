/// A session is the life of one GraphQL websocket from connection_init on, as a state machine: text comes in, events
/// and replies come out.
#pragma once

#include "protocol/subscriptions/websocket_dialect.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace corogql::protocol {

struct session_event {
    enum class type {
        none,    ///< There is nothing for the engine: a ping was answered.
        ignored, ///< The message means nothing, which the protocol allows; `payload` is its type's name.
        /// The message was not understood, and is let be; `problem` says why, `payload` what else was said.
        odd,
        acked,       ///< The server accepts operations from now on; `payload` is that of the ack.
        next,        ///< There is an execution result of operation `id` in `payload`.
        error,       ///< Operation `id` ended with the errors in `payload`.
        stray_error, ///< An operation ended with the errors in `payload`, which does not say which operation.
        complete,    ///< Operation `id` ended.
        alive,       ///< There is a pong.
        keep_alive,  ///< There is the legacy server's heartbeat.
        refused,     ///< The credentials are refused by a connection_error, whose payload is in `payload`.
        not_text,    ///< A text message is not UTF-8, which websockets are closed for with 1007.
        broken,      ///< The server broke the protocol: the client closes with `code`, and `problem` says why.
    };
    type kind = type::none;
    std::uint64_t id = 0;
    std::string_view payload = {};       ///< The JSON text inside the message; empty when absent.
    const result_text* result = nullptr; ///< The payload of `next`, taken apart; valid until the next message.
    std::uint16_t code = 0;
    std::string problem = {};
};

class websocket_session {
public:
    /// Begins a session, whose ids go on from `last_id`.
    explicit websocket_session(const websocket_dialect& dialect, unsigned max_depth = 512, std::uint64_t last_id = 0,
                               bool lenient = false) noexcept
        : dialect_(dialect), max_depth_(max_depth), lenient_(lenient), last_id_(last_id) {}

    const websocket_dialect& dialect() const noexcept { return dialect_; }
    bool acked() const noexcept { return acked_; }

    /// Reads one text message. A reply that the protocol demands (pong) is appended to `reply`, to which nothing is
    /// added otherwise.
    session_event receive(std::string_view text, std::string& reply);

    /// Returns a new id. Ids are decimal numbers, never used twice on a socket.
    std::uint64_t next_id() noexcept { return ++last_id_; }

private:
    session_event dispatch(std::string& reply);
    session_event for_operation() const;

    const websocket_dialect& dialect_;
    unsigned max_depth_;
    bool lenient_;
    bool acked_ = false;
    std::uint64_t last_id_;
    server_message message_; ///< The one that is at hand.
};

} // namespace corogql::protocol
