/// Of what stands twice under one name the last counts, in the place of the first: so the reference implementation, and
/// schemas that are published hold such fields.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

namespace corogql::language {

/// Returns the definitions of a list that count.
template <class Definition>
std::vector<const Definition*> distinct(const std::vector<Definition>& all) {
    std::vector<const Definition*> result;
    result.reserve(all.size());
    if (all.size() == 1) result.push_back(&all.front());
    if (all.size() < 2) return result;
    std::unordered_map<std::string_view, std::size_t> index;
    for (const auto& one : all) {
        const auto [at, added] = index.emplace(one.name.text, result.size());
        if (added)
            result.push_back(&one);
        else
            result[at->second] = &one;
    }
    return result;
}

} // namespace corogql::language
