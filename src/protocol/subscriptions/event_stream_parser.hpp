/// Server-sent events out of bytes (WHATWG HTML, section 9.2).
#pragma once

#include "protocol/http/piece_window.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::protocol {

struct server_sent_event {
    enum class kind {
        event,
        comment, ///< a sign of life; `data` is its text
        no_data, ///< a block with a type but no data, which no browser dispatches; GraphQL's `complete` comes so
    };
    kind what = kind::event;
    std::string_view type; ///< "message" where the server gave none; of a comment empty
    std::string_view data; ///< several lines are joined by "\n". Bytes as they came: not checked to be UTF-8
};

/// Pieces in, events out:
///
///     parser.put(piece);
///     while (const auto event = parser.next()) ...
///
/// What is left at the end of the stream is no event, so there is nothing to say then. Lines end with LF, CR or CRLF.
class event_stream_parser {
public:
    /// The limit is on one event as it is sent: its lines with field names and line ends, and each line of its own.
    /// A reconnect begins with the last_event_id() of the stream before.
    explicit event_stream_parser(std::size_t max_message_size, std::string_view last_event_id = {})
        : max_size_(max_message_size), id_(last_event_id), last_id_(last_event_id) {}

    /// The next bytes, once next() has nothing more to give. Their memory must stay until it has nothing again.
    void put(std::string_view piece);

    /// Nothing: it takes more bytes. An event's views hold until the next call of next() or put(). Throws
    /// corogql::error of kind `limit`; the parser is of no more use then.
    std::optional<server_sent_event> next();

    /// What a reconnect sends as Last-Event-ID; empty: nothing. Holds no NUL, CR or LF, but may hold other control
    /// characters.
    const std::string& last_event_id() const noexcept { return last_id_; }
    /// How long the server wants a reconnect to wait, a day at most.
    std::optional<std::chrono::milliseconds> retry() const noexcept { return retry_; }

private:
    /// Where a value lies, counted from the event's beginning.
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
    std::size_t begin_ = 0;                                                 ///< of the event that is being read
    std::size_t at_ = 0;                                                    ///< of the next line
    std::size_t lf_ = std::string_view::npos, cr_ = std::string_view::npos; ///< the next ones from at_ on
    bool after_cr_ = false;                                                 ///< an LF that comes next belongs to it
    bool first_line_ = true;

    place type_;
    place data_;         ///< while there is one line of it
    std::string joined_; ///< when there are more
    std::size_t data_lines_ = 0;
    std::string id_, last_id_; ///< the id becomes the last one with the end of its block
    std::optional<std::chrono::milliseconds> retry_;
};

} // namespace corogql::protocol
