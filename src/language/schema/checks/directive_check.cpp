#include "language/schema/checks/directive_check.hpp"

#include "language/schema/built_in.hpp"
#include "language/suggestion.hpp"
#include "language/syntax/print.hpp"
#include "language/syntax/repeated_names.hpp"

namespace corogql::language {

directive_check::known_directive::known_directive(const directive_definition& definition)
    : repeatable(definition.repeatable) {
    for (const auto& one : definition.locations) locations.insert(one.text);
    for (const auto& one : definition.arguments) {
        arguments.insert(one.name.text);
        if (one.required()) required.push_back(&one);
    }
}

directive_check::directive_check(const document& what, findings& found) : found_(found) {
    for (const auto* all : {&built_in_definitions(), &what})
        for (const auto& one : all->directive_definitions) known_.insert_or_assign(one.name.text, known_directive(one));
}

void directive_check::unique(const directives& all) {
    if (all.size() < 2) return;
    seen before;
    unique(all, before);
}

void directive_check::unique(const directives& all, seen& before) {
    for (const auto& one : all) {
        const auto known = known_.find(one.name.text);
        if (known == known_.end() || known->second.repeatable) continue;
        const auto [first, added] = before.emplace(one.name.text, one.where);
        if (!added)
            found_.add(fault::tolerable, "UniqueDirectivesPerLocation",
                       "The directive \"@" + std::string(one.name.text) + "\" can only be used once at this location.",
                       {first->second, one.where});
    }
}

void directive_check::applied(const directives& all, std::string_view location) {
    for (const auto& one : all) applied(one, location);
}

void directive_check::applied(const directive& one, std::string_view location) {
    const auto found = known_.find(one.name.text);
    const std::string called = "\"@" + std::string(one.name.text) + '"';
    if (found == known_.end()) {
        found_.add(fault::tolerable, "KnownDirectives", "Unknown directive " + called + '.', {one.where});
        arguments(one);
        return;
    }
    const auto& known = found->second;
    if (!known.locations.contains(location))
        found_.add(fault::tolerable, "KnownDirectives",
                   "Directive " + called + " may not be used on " + std::string(location) + '.', {one.where});
    for (const auto& given : one.arguments)
        if (!known.arguments.contains(given.name.text))
            found_.add(fault::tolerable, "KnownArgumentNamesOnDirectives",
                       "Unknown argument \"" + std::string(given.name.text) + "\" on directive " + called + '.' +
                           suggestion(given.name.text, known),
                       {given.name.where});
    arguments(one);
    values(one);
    if (known.required.empty()) return;
    std::unordered_set<std::string_view> given;
    for (const auto& argument : one.arguments) given.insert(argument.name.text);
    for (const auto* argument : known.required)
        if (!given.contains(argument->name.text))
            found_.add(fault::tolerable, "ProvidedRequiredArgumentsOnDirectives",
                       "Directive " + called + " argument \"" + std::string(argument->name.text) + "\" of type \"" +
                           argument->type.text() + "\" is required, but it was not provided.",
                       {one.where});
}

/// What the specification's own directives are given must be texts, and a URL must be there.
void directive_check::values(const directive& one) {
    const bool deprecated = one.name.text == "deprecated";
    if (!deprecated && one.name.text != "specifiedBy") return;
    const auto* given = one.find(deprecated ? "reason" : "url");
    if (!given || given->value.kind == value::type::string || (deprecated && given->value.kind == value::type::null))
        return;
    found_.add(fault::tolerable, "",
               "Argument \"" + std::string(given->name.text) + "\" has invalid value " + print(given->value) + '.',
               {given->value.where});
}

std::string directive_check::suggestion(std::string_view argument_name, const known_directive& of) {
    if (++suggestions_ > most_suggestions) return {};
    return did_you_mean(names_like(argument_name, {of.arguments.begin(), of.arguments.end()}));
}

void directive_check::arguments(const directive& one) {
    for (const auto& [name, where] : repeated_names(one.arguments))
        found_.add(fault::tolerable, "UniqueArgumentNames",
                   "There can be only one argument named \"" + std::string(name) + "\".", where);
    for (const auto& given : one.arguments) unique_fields(given.value);
}

void directive_check::unique_fields(const value& what) {
    for (const auto& item : what.items) unique_fields(item);
    seen names;
    for (const auto& field : what.fields) {
        const auto [first, added] = names.emplace(field.name.text, field.name.where);
        if (!added)
            found_.add(fault::tolerable, "UniqueInputFieldNames",
                       "There can be only one input field named \"" + std::string(field.name.text) + "\".",
                       {first->second, field.name.where});
        unique_fields(field.value);
    }
}

} // namespace corogql::language
