/// Lines that end in CRLF, out of bytes that come in pieces.
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

    /// Takes the next line out of `bytes`; it comes without its CRLF and holds until the next call. When the line is
    /// not whole yet, all of `bytes` is kept. Throws `limit`, and `protocol` for a lone LF.
    std::optional<std::string_view> take(std::string_view& bytes);

    /// A whole line that somebody else took counts towards the limit too.
    void pass(std::size_t size);

    /// What has come of a line that is not whole.
    std::string_view partial() const noexcept { return taken_ ? std::string_view() : kept_; }

    /// The next line begins another block.
    void begin_block() noexcept { size_ = 0; }
    void reset() noexcept;

private:
    std::size_t limit_;
    std::size_t size_ = 0; ///< of the block, up to the end of the last whole line
    std::string kept_;     ///< the beginning of a line
    bool taken_ = false;   ///< kept_ is a line that was given out
};

} // namespace corogql::transport
