/// What two schemas hold under the same name belongs together.
#pragma once

#include "language/syntax/ast.hpp"

#include <unordered_map>
#include <utility>

namespace corogql::language {

template <class Node>
const Node& node_of(const Node& one) {
    return one;
}
template <class Node>
const Node& node_of(const Node* one) {
    return *one;
}

/// Pairs are what was removed, added and kept, each in the order of its list. Of two nodes of one name in a list the
/// first counts.
template <class Node>
struct pairs {
    std::vector<const Node*> removed, added;
    std::vector<std::pair<const Node*, const Node*>> kept;

    template <class Nodes>
    pairs(const Nodes& before, const Nodes& after) {
        const auto old_ones = by_name(before), new_ones = by_name(after);
        for (const auto& each : before) {
            const Node& one = node_of(each);
            if (old_ones.at(name_of(one)) != &one) continue;
            if (const auto found = new_ones.find(name_of(one)); found != new_ones.end())
                kept.emplace_back(&one, found->second);
            else
                removed.push_back(&one);
        }
        for (const auto& each : after) {
            const Node& one = node_of(each);
            if (new_ones.at(name_of(one)) == &one && !old_ones.contains(name_of(one))) added.push_back(&one);
        }
    }

private:
    template <class Nodes>
    static std::unordered_map<std::string_view, const Node*> by_name(const Nodes& all) {
        std::unordered_map<std::string_view, const Node*> result;
        result.reserve(all.size());
        for (const auto& each : all) result.emplace(name_of(node_of(each)), &node_of(each));
        return result;
    }
};

template <class Node>
pairs(const std::vector<Node>&, const std::vector<Node>&) -> pairs<Node>;
template <class Node>
pairs(const std::vector<const Node*>&, const std::vector<const Node*>&) -> pairs<Node>;

} // namespace corogql::language
