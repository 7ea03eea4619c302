/// Several rules say that a name may be given once, in documents as in schemas.
#pragma once

#include "language/syntax/ast.hpp"

#include <unordered_map>

namespace corogql::language {

/// Returns the places of each name that several nodes have, in the order in which the names come first.
template <class Nodes>
std::vector<std::pair<std::string_view, std::vector<place>>> repeated_names(const Nodes& nodes) {
    std::vector<std::pair<std::string_view, std::vector<place>>> groups;
    if (nodes.size() < 2) return groups;
    std::unordered_map<std::string_view, std::size_t> group_of;
    for (const auto& one : nodes) {
        const auto [at, added] = group_of.try_emplace(one.name.text, groups.size());
        if (added) groups.push_back({one.name.text, {}});
        groups[at->second].second.push_back(one.name.where);
    }
    std::erase_if(groups, [](const auto& group) { return group.second.size() < 2; });
    return groups;
}

} // namespace corogql::language
