#include "language/schema/checks/known_types.hpp"

#include "language/schema/built_in.hpp"
#include "language/suggestion.hpp"

namespace corogql::language {

namespace {

/// Each suggestion costs a look at all names.
constexpr std::size_t most_suggested_names = 100;

std::string_view name_of_kind(type_kind kind) {
    constexpr std::string_view names[]{"scalar", "object", "interface", "union", "enum", "input object"};
    return names[static_cast<std::size_t>(kind)];
}

} // namespace

known_types::known_types(const document& what, findings& found) : found_(found) {
    for (const auto& type : what.types)
        if (!type.extension) defined_[type.name.text] = &type;
}

std::string known_types::suggestion(std::string_view name, bool built_in_too) {
    auto& suggestions = suggestions_[built_in_too];
    if (const auto known = suggestions.find(name); known != suggestions.end()) return known->second;
    if (suggestions.size() == most_suggested_names) return {};
    std::vector<std::string_view> names;
    if (built_in_too)
        for (const auto& type : built_in_definitions().types) names.push_back(type.name.text);
    for (const auto& [one, type] : defined_) names.push_back(one);
    return suggestions.emplace(name, did_you_mean(names_like(name, names))).first->second;
}

void known_types::known(std::string_view name, const place& where) {
    if (defined_.contains(name) || is_built_in_scalar(name) || is_introspection_type(name)) return;
    found_.add(fault::fatal, "KnownTypeNames", "Unknown type \"" + std::string(name) + "\"." + suggestion(name, true),
               {where});
}

void known_types::extended(const type_definition& extension) {
    const auto name = extension.name.text;
    const auto of = defined_.find(name);
    if (of == defined_.end())
        found_.add(fault::tolerable, "PossibleTypeExtensions",
                   "Cannot extend type \"" + std::string(name) + "\" because it is not defined." +
                       suggestion(name, false),
                   {extension.name.where});
    else if (of->second->kind != extension.kind)
        found_.add(fault::tolerable, "PossibleTypeExtensions",
                   "Cannot extend non-" + std::string(name_of_kind(extension.kind)) + " type \"" + std::string(name) +
                       "\".",
                   {of->second->where, extension.where});
}

} // namespace corogql::language
