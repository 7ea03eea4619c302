/// An http_lines object makes lines that end in CRLF of bytes that come in pieces.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::transport {

class http_lines {
public:
    /// `limit` bounds the lines of one block together.
    explicit http_lines(std::size_t limit) : limit_(limit) {}

    /// Takes the next line out of `bytes`; the line comes without its CRLF and holds until the next call. When the line
    /// is not whole yet, all of `bytes` is kept. Throws `limit`, and `protocol` for a lone LF.
    std::optional<std::string_view> take(std::string_view& bytes);

    /// Counts a whole line that somebody else took towards the limit too.
    void pass(std::size_t size);

    /// Returns what has come of a line that is not whole.
    std::string_view partial() const noexcept { return taken_ ? std::string_view() : kept_; }

    /// Makes the next line begin another block.
    void begin_block() noexcept { size_ = 0; }
    void reset() noexcept;

private:
    std::size_t limit_;
    std::size_t size_ = 0; ///< The size of the block up to the end of the last whole line, in bytes.
    std::string kept_;     ///< The beginning of a line that is not whole yet.
    bool taken_ = false;   ///< Whether kept_ is a line that was given out.
};

} // namespace corogql::transport
