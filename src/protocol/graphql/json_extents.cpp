#include "protocol/graphql/json_extents.hpp"

#include <algorithm>

namespace corogql::protocol {

json_extents::json_extents(std::string_view text) : text_(text) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') {
            while (text[++i] != '"')
                if (text[i] == '\\') ++i;
        } else if (c == '{' || c == '[') {
            open.push_back(extents_.size());
            extents_.push_back({static_cast<std::uint32_t>(i), 0});
        } else if (c == '}' || c == ']') {
            extents_[open.back()].end = static_cast<std::uint32_t>(i + 1);
            open.pop_back();
        }
    }
}

std::string_view json_extents::at(const char* begin) const noexcept {
    const auto wanted = static_cast<std::uint32_t>(begin - text_.data());
    const auto found = std::lower_bound(extents_.begin(), extents_.end(), wanted,
                                        [](const extent& each, std::uint32_t place) { return each.begin < place; });
    return text_.substr(found->begin, found->end - found->begin);
}

} // namespace corogql::protocol
