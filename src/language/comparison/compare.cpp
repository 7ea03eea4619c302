#include "language/comparison/compare.hpp"

#include "language/comparison/changes.hpp"
#include "language/schema/built_in.hpp"

#include <algorithm>
#include <tuple>

namespace corogql::language {

void changes::add(change::impact hurts, std::string message, const changed_part& of) {
    add(hurts, std::move(message), of, of.coordinate);
}

void changes::add(change::impact hurts, std::string message, const changed_part& of, std::string reaches) {
    const bool built_in = of.where.in == built_in_definitions().sources.front().get();
    all.push_back({hurts, std::move(message), of.coordinate, std::move(reaches),
                   built_in ? std::vector<location>() : locations_of({of.where})});
}

std::vector<change> compare(const schema& before, const schema& after) {
    changes found(before, after);
    compare_schemas(found);
    compare_directives(found);
    std::sort(found.all.begin(), found.all.end(), [](const change& one, const change& other) {
        return one.hurts != other.hurts
                   ? one.hurts > other.hurts
                   : std::tie(one.coordinate, one.message) < std::tie(other.coordinate, other.message);
    });
    return std::move(found.all);
}

std::string_view text_of(change::impact hurts) noexcept {
    switch (hurts) {
    case change::impact::safe: return "safe";
    case change::impact::dangerous: return "dangerous";
    case change::impact::breaking: break;
    }
    return "breaking";
}

std::string to_text(const change& what) {
    std::string text;
    if (!what.where.empty()) text = to_text(what.where.front()) + ": ";
    text.append(text_of(what.hurts)).append(": ").append(what.message);
    if (!what.coordinate.empty()) text.append(" [").append(what.coordinate).append("]");
    return text;
}

} // namespace corogql::language
