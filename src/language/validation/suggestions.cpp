#include "language/validation/suggestions.hpp"

#include <algorithm>
#include <optional>

namespace corogql::language::validation {

namespace {

bool is_decimal(char c) noexcept { return c >= '0' && c <= '9'; }

std::string in_lower_case(std::string_view text) {
    std::string result(text);
    for (auto& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

/// Returns how many letters must be added, left out, changed or swapped; nothing where that is above the threshold. A
/// difference of cases counts as one change.
std::optional<std::size_t> distance_between(std::string_view word, std::string_view name, std::size_t threshold) {
    if (word == name) return 0;
    auto longer = in_lower_case(name), shorter = in_lower_case(word);
    if (longer == shorter) return 1;
    if (longer.size() < shorter.size()) longer.swap(shorter);
    if (longer.size() - shorter.size() > threshold) return {};
    std::vector<std::size_t> rows[3];
    for (auto& row : rows) row.resize(shorter.size() + 1);
    for (std::size_t j = 0; j <= shorter.size(); ++j) rows[0][j] = j;
    for (std::size_t i = 1; i <= longer.size(); ++i) {
        const auto& up = rows[(i - 1) % 3];
        auto& row = rows[i % 3];
        auto smallest = row[0] = i;
        for (std::size_t j = 1; j <= shorter.size(); ++j) {
            const std::size_t cost = longer[i - 1] == shorter[j - 1] ? 0 : 1;
            auto cell = std::min({up[j] + 1, row[j - 1] + 1, up[j - 1] + cost});
            if (i > 1 && j > 1 && longer[i - 1] == shorter[j - 2] && longer[i - 2] == shorter[j - 1])
                cell = std::min(cell, rows[(i - 2) % 3][j - 2] + 1);
            smallest = std::min(smallest, cell);
            row[j] = cell;
        }
        if (smallest > threshold) return {};
    }
    const auto distance = rows[longer.size() % 3][shorter.size()];
    return distance <= threshold ? std::optional(distance) : std::nullopt;
}

/// Reads a number the way the reference implementation does: zeros in front end it.
double number_at(std::string_view text, std::size_t& at) noexcept {
    double number = 0;
    do number = number * 10 + (text[at++] - '0');
    while (at < text.size() && is_decimal(text[at]) && number > 0);
    return number;
}

} // namespace

bool natural_less(std::string_view left, std::string_view right) noexcept {
    std::size_t i = 0, j = 0;
    while (i < left.size() && j < right.size()) {
        if (is_decimal(left[i]) && is_decimal(right[j])) {
            const auto one = number_at(left, i), other = number_at(right, j);
            if (one != other) return one < other;
        } else {
            if (left[i] != right[j]) return left[i] < right[j];
            ++i;
            ++j;
        }
    }
    return left.size() < right.size();
}

std::vector<std::string_view> suggestions_for(std::string_view word, const std::vector<std::string_view>& known) {
    const auto threshold = word.size() * 2 / 5 + 1;
    std::vector<std::pair<std::size_t, std::string_view>> near;
    for (const auto name : known)
        if (const auto distance = distance_between(word, name, threshold)) near.emplace_back(*distance, name);
    std::sort(near.begin(), near.end(), [](const auto& one, const auto& other) {
        return one.first != other.first ? one.first < other.first : natural_less(one.second, other.second);
    });
    std::vector<std::string_view> names;
    for (const auto& one : near) names.push_back(one.second);
    return names;
}

std::string did_you_mean(const std::vector<std::string_view>& suggestions, std::string_view intro) {
    if (suggestions.empty()) return {};
    const auto count = std::min<std::size_t>(suggestions.size(), 5);
    std::string text = " Did you mean ";
    text += intro;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) text += count == 2 ? " or " : i + 1 == count ? ", or " : ", ";
        text.append("\"").append(suggestions[i]).append("\"");
    }
    return text + '?';
}

} // namespace corogql::language::validation
