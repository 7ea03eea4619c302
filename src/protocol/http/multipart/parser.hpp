/// The parts of a multipart/mixed answer are made of its bytes (RFC 2046, section 5.1), each as early as it can be had.
#pragma once

#include "protocol/graphql/json_object_end.hpp"
#include "protocol/http/multipart/piece_window.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::protocol {

struct multipart_part {
    std::string_view content_type; ///< The Content-Type; empty where the part says none.
    /// The body without white space around it: bytes as they came, not checked to be UTF-8.
    std::string_view body;
};

/// A multipart parser takes pieces and gives parts:
///
///     parser.put(piece);
///     while (const auto part = parser.next()) ...
///     if (parser.ended()) ...
///
/// A part is given out with the last byte of the boundary behind it, whose line end servers send with the next part;
/// or, as many send the boundary with the next part too, as soon as its Content-Length is there or its JSON object has
/// ended. Lines may end with LF alone. A part without a body, or without anything at all between two boundaries, as
/// some servers send it last, says nothing and is not given out.
class multipart_parser {
public:
    /// Begins with `boundary` as read_boundary() gives it. `max_message_size` limits the bytes of one part's body.
    multipart_parser(std::string_view boundary, std::size_t max_message_size);

    /// Takes the next bytes, once next() has nothing more to give. Their memory must stay until next() has nothing
    /// again.
    void put(std::string_view piece) { window_.put(piece); }

    /// Returns the next part; nothing where that takes more bytes, or the answer has ended. A part's views hold until
    /// the next call of next() or put(). Throws corogql::error of kind `limit`, or `protocol` for what is no multipart
    /// text; the parser is of no more use then.
    std::optional<multipart_part> next();

    /// Returns whether the closing boundary came. An answer that ends without it was cut off.
    bool ended() const noexcept { return state_ == state::epilogue; }

private:
    enum class state { beginning, preamble, boundary_end, header, body, after_body, epilogue };

    /// Takes one step; returns false when that takes more bytes.
    bool advance(std::optional<multipart_part>& part);
    bool take_beginning();
    bool skip_preamble();
    bool take_boundary_end();
    bool take_header();
    void take_field(std::string_view line);
    bool take_body(std::optional<multipart_part>& part);
    bool take_after_body();
    std::optional<multipart_part> part_until(std::size_t end);
    std::string_view boundary() const { return std::string_view(delimiter_).substr(1); }

    std::string delimiter_; ///< An LF, two dashes and the boundary.
    std::size_t max_size_;
    piece_window window_;
    state state_ = state::beginning;

    // In the window:
    std::size_t begin_ = 0;   ///< The bytes before this place are needed no more.
    std::size_t at_ = 0;      ///< The bytes before this place have been read.
    std::size_t scanned_ = 0; ///< The bytes before this place hold no end of what is being read.
    std::size_t body_ = 0;
    std::size_t type_begin_ = 0, type_size_ = 0;

    std::optional<std::size_t> length_; ///< The length of the body, as its part announced it.
    json_object_end object_end_;
};

} // namespace corogql::protocol
