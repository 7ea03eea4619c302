#include "language/source.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace corogql::language {

source::source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
    if (text_.size() > std::numeric_limits<std::uint32_t>::max())
        throw std::length_error(name_ + ": a document of more than 4 GiB");
    line_begins_.push_back(0);
    for (std::size_t i = 0; i < text_.size(); ++i) {
        if (text_[i] != '\n' && text_[i] != '\r') continue;
        if (text_[i] == '\r' && i + 1 < text_.size() && text_[i + 1] == '\n') ++i;
        line_begins_.push_back(static_cast<std::uint32_t>(i + 1));
    }
}

position source::at(std::uint32_t offset) const noexcept {
    const auto behind = std::upper_bound(line_begins_.begin(), line_begins_.end(), offset);
    std::uint32_t column = 1;
    for (std::uint32_t i = *(behind - 1); i < offset && i < text_.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text_[i]);
        if ((byte & 0xC0) != 0x80)
            column += byte >= 0xF0 ? 2 : 1; // a character beyond U+FFFF is a surrogate pair there
    }
    return {static_cast<std::uint32_t>(behind - line_begins_.begin()), column};
}

} // namespace corogql::language
