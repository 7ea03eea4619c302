#include "values/header_list.hpp"

#include "values/text/ascii.hpp"

namespace corogql::detail {

void header_list::add(std::string_view name, std::string_view value) {
    const sizes both{static_cast<std::uint32_t>(name.size()), static_cast<std::uint32_t>(value.size())};
    last_ = text_.size();
    char* at = text_.add(sizeof both + name.size() + value.size());
    std::memcpy(at, &both, sizeof both);
    at += sizeof both;
    std::memcpy(at, name.data(), name.size());
    std::memcpy(at + name.size(), value.data(), value.size());
}

void header_list::extend_last(std::string_view value) {
    if (value.empty()) return;
    auto both = read_sizes(text_.data() + last_);
    if (both.value > 0) *text_.add(1) = ' ', ++both.value;
    std::memcpy(text_.add(value.size()), value.data(), value.size());
    both.value += static_cast<std::uint32_t>(value.size());
    std::memcpy(text_.data() + last_, &both, sizeof both);
}

headers header_list::copy() const {
    headers fields;
    for (const auto [name, value] : *this) fields.emplace_back(name, value);
    return fields;
}

std::optional<std::string_view> header_list::find(std::string_view name) const noexcept {
    for (const auto [other, value] : *this)
        if (equals_ignoring_case(other, name)) return value;
    return std::nullopt;
}

bool header_list::has_token(std::string_view name, std::string_view token) const noexcept {
    for (auto [other, list] : *this) {
        if (!equals_ignoring_case(other, name)) continue;
        while (!list.empty())
            if (equals_ignoring_case(trim(take_until(list, ',')), token)) return true;
    }
    return false;
}

} // namespace corogql::detail
