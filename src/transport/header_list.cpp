#include "transport/header_list.hpp"

#include <algorithm>

namespace corogql::transport {
namespace {

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trim(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

void header_list::add(std::string_view name, std::string_view value) {
    fields_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(name.size()),
                       static_cast<std::uint32_t>(value.size())});
    text_.append(name).append(value);
}

void header_list::clear() noexcept {
    text_.clear();
    fields_.clear();
}

std::string_view header_list::name(std::size_t index) const noexcept {
    return std::string_view(text_).substr(fields_[index].begin, fields_[index].name_size);
}

std::string_view header_list::value(std::size_t index) const noexcept {
    const auto& at = fields_[index];
    return std::string_view(text_).substr(at.begin + at.name_size, at.value_size);
}

std::optional<std::string_view> header_list::find(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < size(); ++i)
        if (equal_ignoring_case(this->name(i), name)) return value(i);
    return std::nullopt;
}

bool header_list::has_token(std::string_view name, std::string_view token) const noexcept {
    for (std::size_t i = 0; i < size(); ++i) {
        if (!equal_ignoring_case(this->name(i), name)) continue;
        for (auto list = value(i);;) {
            const auto comma = list.find(',');
            if (equal_ignoring_case(trim(list.substr(0, comma)), token)) return true;
            if (comma == std::string_view::npos) break;
            list.remove_prefix(comma + 1);
        }
    }
    return false;
}

} // namespace corogql::transport
