#include "language/diagnostic.hpp"

#include <algorithm>
#include <numeric>

namespace corogql::language {

std::string to_text(const location& where) {
    return where.file + ':' + std::to_string(where.at.line) + ':' + std::to_string(where.at.column);
}

std::vector<location> locations_of(const std::vector<place>& places) {
    std::vector<location> all;
    for (const auto& one : places)
        if (one.in) all.push_back({one.in->name(), one.in->at(one.offset)});
    return all;
}

std::string to_text(const diagnostic& what) {
    std::string text;
    if (!what.where.empty()) text = to_text(what.where.front()) + ": ";
    text += what.level == diagnostic::severity::error ? "error: " : "warning: ";
    text += what.message;
    for (std::size_t i = 1; i < what.where.size(); ++i) {
        text += i == 1 ? " (also " : ", ";
        text += to_text(what.where[i]);
    }
    if (what.where.size() > 1) text += ')';
    if (!what.rule.empty()) text.append(" [").append(what.rule).append("]");
    return text;
}

void place_in(std::vector<diagnostic>& all, const std::string& file) {
    for (auto& one : all)
        if (one.where.empty()) one.where.push_back({file, {1, 1}});
}

void sort_by_place(std::vector<diagnostic>& all) {
    const auto before = [&](std::size_t left, std::size_t right) {
        const auto &here = all[left].where, &there = all[right].where;
        if (here.empty() || there.empty()) return here.empty() != there.empty() ? there.empty() : left < right;
        if (here.front().file != there.front().file) return here.front().file < there.front().file;
        return here.front().at != there.front().at ? here.front().at < there.front().at : left < right;
    };
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::sort(order.begin(), order.end(), before);
    std::vector<diagnostic> sorted;
    sorted.reserve(all.size());
    for (const auto index : order) sorted.push_back(std::move(all[index]));
    all = std::move(sorted);
}

syntax_error::syntax_error(const std::string& what, place where) : std::runtime_error("Syntax Error: " + what) {
    diagnostic_.message = std::runtime_error::what();
    diagnostic_.where = locations_of({where});
}

} // namespace corogql::language
