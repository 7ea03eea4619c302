#include "codegen/document_order.hpp"

#include <map>
#include <set>

namespace corogql::codegen {

using language::selection;

namespace {

/// Spreads of fragments that stand in another document, by both names.
using needs = std::map<std::string, std::map<std::string, language::place>>;

void add(needs& to, const std::string& file, const std::vector<selection>& from, const language::document& all) {
    for (const auto& one : from) {
        if (one.kind == selection::type::spread) {
            const auto& other = all.find_fragment(one.name.text)->where.in->name();
            if (other != file) to[file].emplace(other, one.where);
        }
        add(to, file, one.selections, all);
    }
}

bool leads_to(const needs& all, const std::string& from, const std::string& wanted, std::set<std::string>& seen) {
    if (from == wanted) return true;
    if (!seen.insert(from).second) return false;
    const auto found = all.find(from);
    if (found == all.end()) return false;
    for (const auto& [next, where] : found->second)
        if (leads_to(all, next, wanted, seen)) return true;
    return false;
}

language::diagnostic error_at(std::string message, const std::vector<language::place>& where) {
    return {language::diagnostic::severity::error, std::move(message), {}, language::locations_of(where)};
}

} // namespace

std::vector<language::diagnostic> check_order(const language::document& all, const std::vector<std::string>& names) {
    std::vector<language::diagnostic> faults;
    std::set<std::string> short_names;
    for (const auto& one : names)
        if (const auto name = one.substr(one.rfind('/') + 1); !short_names.insert(name).second)
            faults.push_back(error_at("Two documents are called " + name + ", and so would be their headers.", {}));
    needs found;
    for (const auto& one : all.operations) add(found, one.where.in->name(), one.selections, all);
    for (const auto& one : all.fragments) add(found, one.where.in->name(), one.selections, all);
    for (const auto& [file, others] : found)
        for (const auto& [other, where] : others)
            if (std::set<std::string> seen; leads_to(found, other, file, seen))
                faults.push_back(error_at("The documents " + file + " and " + other +
                                              " spread each other's fragments, so that neither header can come first: "
                                              "move a fragment.",
                                          {where}));
    return faults;
}

} // namespace corogql::codegen
