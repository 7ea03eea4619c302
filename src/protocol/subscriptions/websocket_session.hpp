/// The life of one GraphQL websocket from connection_init on, as a state machine: text in, events and replies
/// out.
#pragma once

#include "protocol/subscriptions/websocket_dialect.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace corogql::protocol {

struct session_event {
    enum class type {
        none,        ///< nothing for the engine: a ping was answered
        ignored,     ///< it means nothing to us, and the protocol lets it be; `payload` is its type's name
        odd,         ///< not understood, and let be; `problem` says why, `payload` what else was said
        acked,       ///< the server accepts operations from now on; `payload` of the ack
        next,        ///< an execution result of operation `id` in `payload`
        error,       ///< operation `id` ended with the errors in `payload`
        stray_error, ///< an operation ended with the errors in `payload`, which does not say which
        complete,    ///< operation `id` ended
        alive,       ///< a pong
        keep_alive,  ///< the legacy server's heartbeat
        refused,     ///< connection_error, with its payload: credentials
        broken,      ///< the server broke the protocol: close with `code`, `problem` says why
    };
    type kind = type::none;
    std::uint64_t id = 0;
    std::string_view payload; ///< JSON text inside the message; empty when absent
    result_text result;       ///< of `next`: the payload taken apart
    std::uint16_t code = 0;
    std::string problem;
};

class websocket_session {
public:
    /// Ids go on from `last_id`.
    explicit websocket_session(const websocket_dialect& dialect, unsigned max_depth = 512, std::uint64_t last_id = 0,
                               bool lenient = false) noexcept
        : dialect_(dialect), max_depth_(max_depth), lenient_(lenient), last_id_(last_id) {}

    const websocket_dialect& dialect() const noexcept { return dialect_; }
    bool acked() const noexcept { return acked_; }

    /// Reads one text message. A reply that the protocol demands (pong) is appended to `reply`; empty: none.
    session_event receive(std::string_view text, std::string& reply);

    /// Ids are decimal numbers, never used twice on a socket.
    std::uint64_t next_id() noexcept { return ++last_id_; }

private:
    session_event dispatch(const server_message& message, std::string& reply);
    session_event for_operation(const server_message& message) const;

    const websocket_dialect& dialect_;
    unsigned max_depth_;
    bool lenient_;
    bool acked_ = false;
    std::uint64_t last_id_;
};

} // namespace corogql::protocol
