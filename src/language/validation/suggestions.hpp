/// A mistyped name may have meant one that the schema has.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace corogql::language::validation {

/// Whether one name stands before another when the numbers in them count as such.
bool natural_less(std::string_view left, std::string_view right) noexcept;

/// Returns the known names that are near to a word, the nearest first.
std::vector<std::string_view> suggestions_for(std::string_view word, const std::vector<std::string_view>& known);

/// Returns ` Did you mean "a", "b", or "c"?`, of five at most, which `intro` stands before; nothing where there are
/// none.
std::string did_you_mean(const std::vector<std::string_view>& suggestions, std::string_view intro = {});

/// Returns the names of nodes.
template <class Nodes>
std::vector<std::string_view> names_of(const Nodes& nodes) {
    std::vector<std::string_view> names;
    for (const auto& one : nodes) names.push_back(one.name.text);
    return names;
}

} // namespace corogql::language::validation
