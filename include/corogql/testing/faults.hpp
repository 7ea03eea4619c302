/// A fault is what a built-in server can be told to do wrong, one value per order.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace corogql::testing {

namespace json = boost::json;

/// A cut says how a connection ends without a goodbye. Over TLS both are truncations: no close_notify is sent.
enum class cut {
    close, ///< The socket is closed: a FIN.
    reset, ///< The socket is closed and pending bytes are thrown away: an RST (over a unix socket the same as close).
};

/// A fault is an order: on which occasion, for which operation, how often, and what to do then.
///
///     fault::on_request().answer(503, "busy").header("Retry-After", "1").times(2)
///     fault::after_events(3).drop(cut::reset).standing()
///     fault::on_init().delay(200ms).ack_payload({{"region", "eu"}})
///
/// Orders for the same occasion are looked at in the order they were given, and the first that fits is obeyed; each is
/// used once unless times() or standing() says otherwise. A fault is a value type, not tied to a server or thread.
class fault {
public:
    /// An occasion says when an order is looked at; the functions below that begin with `on_` or `after_` choose it.
    enum class occasion {
        accept,    ///< A connection was accepted.
        request,   ///< An HTTP request has arrived.
        upgrade,   ///< A request for an upgrade has arrived.
        init,      ///< A connection_init has arrived.
        operation, ///< An operation has arrived on a websocket.
        event,     ///< A number of events has been sent.
        ping,      ///< A ping has arrived.
    };
    /// An action says what is done then; the functions of the same names choose it.
    enum class action {
        proceed,  ///< The server goes on, perhaps later or with other header fields.
        answer,   ///< The server gives an answer that was made up.
        raw,      ///< The server writes bytes that were made up.
        truncate, ///< The server cuts its answer off.
        drop,     ///< The server cuts the connection.
        close,    ///< The server closes the websocket.
        ignore,   ///< The server does nothing.
        silence,  ///< The server sends nothing any more.
    };

    /// Begins an order for when a connection was accepted; nothing has been read (TLS: the handshake is done).
    static fault on_accept() { return fault(occasion::accept); }
    /// Begins an order for when an HTTP request for the GraphQL endpoint has arrived whole; nothing has been executed.
    static fault on_request() { return fault(occasion::request); }
    /// Begins an order for when a request for a websocket upgrade has arrived.
    static fault on_upgrade() { return fault(occasion::upgrade); }
    /// Begins an order for when a websocket's connection_init has arrived and its credentials are good.
    static fault on_init() { return fault(occasion::init); }
    /// Begins an order for when a `subscribe` or `start` message has arrived; nothing has been executed.
    static fault on_operation() { return fault(occasion::operation); }
    /// Begins an order for when `count` event messages (`next`, `data`) have been sent on one websocket, over all of
    /// its operations, or as the answer to one HTTP request; 0 is the moment after the acknowledgement, or behind the
    /// answer's header.
    static fault after_events(std::size_t count) {
        fault order(occasion::event);
        order.count_ = count;
        return order;
    }
    /// Begins an order for when a `ping` message or a websocket ping frame has arrived.
    static fault on_ping() { return fault(occasion::ping); }

    /// Answers an HTTP request or an upgrade like this, in place of executing it. Unless a header() says otherwise the
    /// content type is application/json when the body starts with { or [, else text/html.
    fault& answer(unsigned status, std::string body = {}) {
        status_ = status;
        text_ = std::move(body);
        return act(action::answer);
    }
    /// Adds a field to the answer, the given one or the server's own (also to a 101).
    fault& header(std::string name, std::string value) {
        headers_.emplace_back(std::move(name), std::move(value));
        return *this;
    }
    /// Writes these bytes, status line and all, in place of an HTTP answer or a 101, then closes.
    fault& answer_raw(std::string bytes) {
        text_ = std::move(bytes);
        return act(action::raw);
    }
    /// Executes and answers an HTTP request, but cuts the connection after so many bytes of the body.
    fault& truncate(std::size_t body_bytes, cut how = cut::close) {
        bytes_ = body_bytes;
        how_ = how;
        return act(action::truncate);
    }
    /// Cuts the connection.
    fault& drop(cut how = cut::close) {
        how_ = how;
        return act(action::drop);
    }
    /// Closes the websocket with this code; any 16-bit number is sent as it is. An answer that streams ends within its
    /// chunks, without `complete`.
    fault& close(std::uint16_t code, std::string reason = {}) {
        code_ = code;
        text_ = std::move(reason);
        return act(action::close);
    }
    /// Does as if this one message had not come: no ack, no pong, an operation that never answers.
    fault& ignore() { return act(action::ignore); }
    /// Sends nothing on this connection from now on, although it stays open: a half-open link.
    fault& silence() { return act(action::silence); }

    /// Waits first; the rest of a websocket goes on meanwhile. Alone it makes a late answer, ack or pong.
    fault& delay(std::chrono::milliseconds time) { return delay_ = time, *this; }
    /// Executes the request first and then does what was ordered (HTTP): committed, yet never confirmed.
    fault& after_execution() { return after_execution_ = true, *this; }
    /// Sends this acknowledgement payload (on_init()).
    fault& ack_payload(json::object payload) { return ack_payload_ = std::move(payload), *this; }
    /// Sends this websocket message first, as it is, but that every `$id` becomes the operation's id (on_operation()).
    fault& send_text(std::string message) { return messages_.emplace_back(std::move(message), false), *this; }
    /// Sends this binary websocket message first, as it is, but that every `$id` becomes the operation's id
    /// (on_operation()).
    fault& send_binary(std::string message) { return messages_.emplace_back(std::move(message), true), *this; }

    /// Obeys only where the operation selects this root field: `addBook`. It is for requests, operations and events.
    fault& operation(std::string field) { return operation_ = std::move(field), *this; }
    /// Lets so many fitting occasions pass first. Default: 0.
    fault& skip(std::size_t count) { return skip_ = count, *this; }
    /// Obeys on so many fitting occasions. Default: 1.
    fault& times(std::size_t count) { return times_ = count, *this; }
    /// Stays in force until the faults are cleared.
    fault& standing() { return times_.reset(), *this; }

private:
    friend class fault_plan;
    explicit fault(occasion when) : when_(when) {}
    fault& act(action what) { return what_ = what, *this; }

    occasion when_;
    action what_ = action::proceed;
    cut how_ = cut::close;
    bool after_execution_ = false;
    unsigned status_ = 0;
    std::uint16_t code_ = 0;
    std::size_t count_ = 0;
    std::size_t bytes_ = 0;
    std::size_t skip_ = 0;
    std::optional<std::size_t> times_ = 1;
    std::chrono::milliseconds delay_{0};
    std::string text_;
    std::string operation_;
    std::vector<std::pair<std::string, std::string>> headers_;
    std::vector<std::pair<std::string, bool>> messages_;
    std::optional<json::object> ack_payload_;
};

} // namespace corogql::testing
