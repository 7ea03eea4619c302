#include "values/text/nearest.hpp"

#include <algorithm>
#include <utility>

namespace corogql::detail {

namespace {

/// Returns Damerau's and Levenshtein's distance, found in three rows: cell j of a row is what it costs to get to the
/// first j letters.
std::size_t distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> before(to.size() + 1), last(to.size() + 1), row(to.size() + 1);
    for (std::size_t j = 0; j <= to.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= from.size(); ++i) {
        before = std::exchange(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const bool same = from[i - 1] == to[j - 1];
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
    }
    return row.back();
}

} // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
    return *std::min_element(known.begin(), known.end(),
                             [&](const auto& a, const auto& b) { return distance(word, a) < distance(word, b); });
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
    const auto found = nearest(word, known);
    return distance(word, found) <= std::max<std::size_t>(1, word.size() / 2) ? " (did you mean " + found + "?)" : "";
}

} // namespace corogql::detail
