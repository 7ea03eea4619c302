#include "language/source.hpp"

#include "values/text/utf8.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace corogql::language {

namespace {

constexpr std::size_t block_size = 1024;

} // namespace

source::source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
    if (text_.size() > std::numeric_limits<std::uint32_t>::max())
        throw std::length_error(name_ + ": a document of more than 4 GiB");
    line_begins_.push_back(0);
    for (std::size_t i = 0; i < text_.size(); ++i)
        if (text_[i] == '\n' || (text_[i] == '\r' && !(i + 1 < text_.size() && text_[i + 1] == '\n')))
            line_begins_.push_back(static_cast<std::uint32_t>(i + 1));
    std::size_t units = 0;
    for (std::size_t begin = 0; begin <= text_.size(); begin += block_size) {
        units_before_block_.push_back(static_cast<std::uint32_t>(units));
        units += detail::utf16_size(this->text().substr(begin, block_size));
    }
}

std::uint32_t source::units_before(std::uint32_t offset) const noexcept {
    const auto end = std::min<std::size_t>(offset, text_.size());
    const auto block = end / block_size;
    const auto rest = text().substr(block * block_size, end % block_size);
    return units_before_block_[block] + static_cast<std::uint32_t>(detail::utf16_size(rest));
}

position source::at(std::uint32_t offset) const noexcept {
    const auto behind = std::upper_bound(line_begins_.begin(), line_begins_.end(), offset);
    return {static_cast<std::uint32_t>(behind - line_begins_.begin()),
            units_before(offset) - units_before(*(behind - 1)) + 1};
}

} // namespace corogql::language
