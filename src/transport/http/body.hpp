/// An http_body takes an HTTP/1.1 body out of its framing (RFC 9112, sections 6 and 7).
#pragma once

#include "transport/http/lines.hpp"
#include "values/header_list.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace corogql::transport {

class http_body {
public:
    /// `limit` bounds the body; `line_limit` bounds the extensions of one chunk, and the trailers together.
    http_body(std::size_t limit, std::size_t line_limit) : limit_(limit), lines_(line_limit) {}

    // What delimits the next body, which goes to `into`. Throws `limit` for a length above it.
    void begin_length(std::uint64_t length, std::string& into);
    void begin_chunks();
    void begin_until_end();

    /// Takes from `bytes` what is the body's and adds its content to `into`. Throws `limit` and `protocol`.
    void put(std::string_view& bytes, std::string& into);
    /// Tells that the bytes have ended: completes a body that is delimited by that, else throws `protocol` (truncated).
    void put_end();
    bool done() const noexcept { return next_ == part::nothing; }

private:
    enum class part { content, until_end, chunk_size, chunk_content, chunk_end, trailer, nothing };

    void take_content(std::string_view& bytes, std::string& into, part after);
    void add(std::string_view bytes, std::string& into);
    void take_chunk_size(std::string_view line, std::size_t received);

    std::size_t limit_;
    http_lines lines_;
    detail::header_list trailers_; ///< The trailers are of no use to us, but they must be fields.
    part next_ = part::nothing;
    std::uint64_t length_ = 0; ///< The length of the body, as announced.
    std::uint64_t left_ = 0;   ///< The bytes that are still to come of the content or of the chunk.
    std::uint64_t came_ = 0;   ///< The bytes of content that have come, of which a stream's reader has taken some.
};

} // namespace corogql::transport
