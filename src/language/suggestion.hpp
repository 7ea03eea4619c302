/// A name that is not known may have been meant for one that is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace corogql::language {

/// Returns the known names that few changes make of a name, the nearest first, as the reference implementation finds
/// them: the five that are told. Very long names have none.
std::vector<std::string_view> names_like(std::string_view name, const std::vector<std::string_view>& known);

/// Returns ` Did you mean "a", "b", or "c"?`, of five names at most, which `intro` stands before; nothing where there
/// is none.
std::string did_you_mean(const std::vector<std::string_view>& names, std::string_view intro = {});

/// Returns the names of nodes.
template <class Nodes>
std::vector<std::string_view> names_of(const Nodes& nodes) {
    std::vector<std::string_view> names;
    for (const auto& one : nodes) names.push_back(one.name.text);
    return names;
}

} // namespace corogql::language
