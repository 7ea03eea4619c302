#include "values/header_list.hpp"

#include "values/text.hpp"

namespace corogql::detail {

void header_list::add(std::string_view name, std::string_view value) {
    fields_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(name.size()),
                       static_cast<std::uint32_t>(value.size())});
    text_.append(name).append(value);
}

void header_list::extend_last(std::string_view value) {
    if (value.empty()) return;
    auto& last = fields_.back();
    if (last.value_size > 0) text_ += ' ';
    text_ += value;
    last.value_size = static_cast<std::uint32_t>(text_.size() - last.begin - last.name_size);
}

void header_list::clear() noexcept {
    text_.clear();
    fields_.clear();
}

std::optional<std::string_view> header_list::find(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < size(); ++i)
        if (equals_ignoring_case(this->name(i), name)) return value(i);
    return std::nullopt;
}

bool header_list::has_token(std::string_view name, std::string_view token) const noexcept {
    for (std::size_t i = 0; i < size(); ++i) {
        if (!equals_ignoring_case(this->name(i), name)) continue;
        for (auto list = value(i);;) {
            const auto comma = list.find(',');
            if (equals_ignoring_case(trim(list.substr(0, comma)), token)) return true;
            if (comma == std::string_view::npos) break;
            list.remove_prefix(comma + 1);
        }
    }
    return false;
}

} // namespace corogql::detail
