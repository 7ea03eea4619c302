/// A window shows bytes that come in pieces as one text: the piece itself while nothing of those before is left over,
/// so what lies whole in a piece is never copied.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace corogql::protocol {

class piece_window {
public:
    piece_window() = default;
    piece_window(const piece_window&) = delete; // the text may lie inside
    piece_window& operator=(const piece_window&) = delete;

    /// Adds a piece. Its memory must stay until the next keep(), which must come before the next put().
    void put(std::string_view piece) {
        if (kept_.empty())
            text_ = piece;
        else
            text_ = kept_.append(piece);
    }

    std::string_view text() const noexcept { return text_; }

    /// Copies what begins at `begin`, which becomes 0; the rest goes with the piece.
    void keep(std::size_t begin) {
        if (text_.data() == kept_.data())
            kept_.erase(0, begin);
        else
            kept_.assign(text_.substr(begin));
        if (kept_.empty() && kept_.capacity() > most_idle_memory) std::string().swap(kept_);
        text_ = kept_;
    }

private:
    static constexpr std::size_t most_idle_memory = 64 * 1024;

    std::string kept_;
    std::string_view text_;
};

} // namespace corogql::protocol
