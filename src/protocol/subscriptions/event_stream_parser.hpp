/// Server-sent events are made of bytes here (WHATWG HTML, section 9.2).
#pragma once

#include "protocol/http/multipart/piece_window.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::protocol {

struct server_sent_event {
    enum class kind {
        event,
        /// A comment is a sign of life; `data` is its text.
        comment,
        /// The block has a type but no data, so no browser dispatches it; GraphQL's `complete` comes so.
        no_data,
    };
    kind what = kind::event;
    /// The type: "message" where the server gave none, and empty for a comment.
    std::string_view type;
    /// The data, whose lines are joined by "\n": bytes as they came, not checked to be UTF-8.
    std::string_view data;
};

/// An event stream parser takes pieces and gives events:
///
///     parser.put(piece);
///     while (const auto event = parser.next()) ...
///
/// What is left at the end of the stream is no event, so there is nothing to say then. Lines end with LF, CR or CRLF.
class event_stream_parser {
public:
    /// Begins a stream. `max_message_size` limits one event as it is sent, its lines with field names and line ends,
    /// and each line of its own. A reconnect begins with the last_event_id() of the stream before.
    explicit event_stream_parser(std::size_t max_message_size, std::string_view last_event_id = {})
        : max_size_(max_message_size), id_(last_event_id), last_id_(last_event_id) {}

    /// Takes the next bytes, once next() has nothing more to give. Their memory must stay until next() has nothing
    /// again.
    void put(std::string_view piece);

    /// Returns the next event; nothing where that takes more bytes. An event's views hold until the next call of next()
    /// or put(). Throws corogql::error of kind `limit`; the parser is of no more use then.
    std::optional<server_sent_event> next();

    /// Returns what a reconnect sends as Last-Event-ID; empty where it sends nothing. The text holds no NUL, CR or LF,
    /// but may hold other control characters.
    const std::string& last_event_id() const noexcept { return last_id_; }
    /// Returns how long the server wants a reconnect to wait, a day at most.
    std::optional<std::chrono::milliseconds> retry() const noexcept { return retry_; }

private:
    /// A place says where a value lies, counted from the event's beginning.
    struct place {
        std::size_t begin = 0, size = 0;
    };

    std::optional<std::string_view> take_line();
    std::optional<server_sent_event> end_block();
    void take_field(std::string_view line);
    void take_data(std::string_view value);
    std::string_view at(place value) const { return window_.text().substr(begin_ + value.begin, value.size); }
    place place_of(std::string_view value) const;

    std::size_t max_size_;
    piece_window window_;
    /// Where the event begins that is being read.
    std::size_t begin_ = 0;
    /// Where the next line begins.
    std::size_t at_ = 0;
    /// Where the next LF and the next CR stand, from at_ on.
    std::size_t lf_ = std::string_view::npos, cr_ = std::string_view::npos;
    /// Whether an LF that comes next belongs to the CR before it.
    bool after_cr_ = false;
    bool first_line_ = true;

    place type_;
    place data_;         ///< The place of the data while there is one line of it.
    std::string joined_; ///< The data when there are more lines.
    std::size_t data_lines_ = 0;
    std::string id_, last_id_; ///< The id so far; it becomes the last one with the end of its block.
    std::optional<std::chrono::milliseconds> retry_;
};

} // namespace corogql::protocol
