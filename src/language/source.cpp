#include "language/source.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace corogql::language {

namespace {

constexpr std::size_t block_size = 1024;

/// Returns how many UTF-16 code units begin with a byte: a character beyond U+FFFF is two of them.
std::uint32_t units_of(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
}

} // namespace

source::source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
    if (text_.size() > std::numeric_limits<std::uint32_t>::max())
        throw std::length_error(name_ + ": a document of more than 4 GiB");
    line_begins_.push_back(0);
    std::uint32_t units = 0;
    for (std::size_t i = 0; i < text_.size(); ++i) {
        if (i % block_size == 0) units_before_block_.push_back(units);
        units += units_of(text_[i]);
        if (text_[i] == '\n' || (text_[i] == '\r' && !(i + 1 < text_.size() && text_[i + 1] == '\n')))
            line_begins_.push_back(static_cast<std::uint32_t>(i + 1));
    }
    units_before_block_.push_back(units);
}

std::uint32_t source::units_before(std::uint32_t offset) const noexcept {
    const auto end = std::min<std::size_t>(offset, text_.size());
    auto units = units_before_block_[end / block_size];
    for (auto i = end / block_size * block_size; i < end; ++i) units += units_of(text_[i]);
    return units;
}

position source::at(std::uint32_t offset) const noexcept {
    const auto behind = std::upper_bound(line_begins_.begin(), line_begins_.end(), offset);
    return {static_cast<std::uint32_t>(behind - line_begins_.begin()),
            units_before(offset) - units_before(*(behind - 1)) + 1};
}

} // namespace corogql::language
