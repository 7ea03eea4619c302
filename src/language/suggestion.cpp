#include "language/suggestion.hpp"

#include "language/natural_order.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace corogql::language {

namespace {

constexpr std::size_t longest_name = 256; ///< Work grows with the square of a name's size.
constexpr std::size_t most_suggestions = 5;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Measures how many letters were added, left out, changed or swapped between a name and others.
class name_distance {
public:
    explicit name_distance(std::string_view name) : name_(name), lower_(name), threshold_(name.size() * 2 / 5 + 1) {
        for (auto& c : lower_) c = lower(c);
    }

    std::optional<std::size_t> to(std::string_view other) {
        if (other == name_) return 0;
        // Names whose sizes differ by more than the threshold do.
        if (std::max(other.size(), name_.size()) - std::min(other.size(), name_.size()) > threshold_)
            return std::nullopt;
        other_ = other;
        for (auto& c : other_) c = lower(c);
        if (other_ == lower_) return 1;
        return other_.size() < lower_.size() ? between(lower_, other_) : between(other_, lower_);
    }

private:
    std::optional<std::size_t> between(std::string_view longer, std::string_view shorter) {
        for (auto& row : rows_) row.resize(shorter.size() + 1);
        for (std::size_t j = 0; j <= shorter.size(); ++j) rows_[0][j] = j;
        for (std::size_t i = 1; i <= longer.size(); ++i) {
            const auto& above = rows_[(i - 1) % 3];
            auto& row = rows_[i % 3];
            auto smallest = row[0] = i;
            for (std::size_t j = 1; j <= shorter.size(); ++j) {
                const std::size_t change = longer[i - 1] == shorter[j - 1] ? 0 : 1;
                row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
                if (i > 1 && j > 1 && longer[i - 1] == shorter[j - 2] && longer[i - 2] == shorter[j - 1])
                    row[j] = std::min(row[j], rows_[(i - 2) % 3][j - 2] + 1);
                smallest = std::min(smallest, row[j]);
            }
            if (smallest > threshold_) return std::nullopt;
        }
        const auto distance = rows_[longer.size() % 3][shorter.size()];
        return distance <= threshold_ ? std::optional(distance) : std::nullopt;
    }

    std::string_view name_;
    std::string lower_, other_;
    std::size_t threshold_;
    std::vector<std::size_t> rows_[3];
};

} // namespace

std::vector<std::string_view> names_like(std::string_view name, const std::vector<std::string_view>& known) {
    if (name.size() > longest_name) return {};
    using near_name = std::pair<std::size_t, std::string_view>;
    const auto nearer = [](const near_name& left, const near_name& right) {
        return left.first != right.first ? left.first < right.first : naturally_before(left.second, right.second);
    };
    std::vector<near_name> nearest;
    name_distance distance(name);
    for (const auto one : known) {
        const auto found = distance.to(one);
        if (!found) continue;
        const near_name fresh{*found, one};
        if (std::find(nearest.begin(), nearest.end(), fresh) != nearest.end()) continue; // it is known twice
        nearest.insert(std::upper_bound(nearest.begin(), nearest.end(), fresh, nearer), fresh);
        if (nearest.size() > most_suggestions) nearest.pop_back();
    }
    std::vector<std::string_view> names;
    for (const auto& [how_far, one] : nearest) names.push_back(one);
    return names;
}

std::string did_you_mean(const std::vector<std::string_view>& names, std::string_view intro) {
    if (names.empty()) return {};
    const auto count = std::min(names.size(), most_suggestions);
    std::string text = " Did you mean ";
    text += intro;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) text += count == 2 ? " or " : i + 1 == count ? ", or " : ", ";
        text.append("\"").append(names[i]).append("\"");
    }
    return text + '?';
}

} // namespace corogql::language
