// Schemas as a whole: which types there are, and which of them operations begin with.
#include "language/comparison/changes.hpp"
#include "language/comparison/pairs.hpp"
#include "language/schema/built_in.hpp"

#include <unordered_set>

namespace corogql::language {

namespace {

/// Returns the types of a schema with those built-in scalars that something refers to, as the reference implementation
/// counts them.
schema::types types_of(const schema& what) {
    // Every schema refers to these two by its introspection.
    std::unordered_set<std::string_view> referred_to{"String", "Boolean"};
    const auto add = [&](const std::vector<input_definition>& inputs) {
        for (const auto& one : inputs) referred_to.insert(one.type.name);
    };
    auto all = what.defined_types();
    for (const auto* type : all) {
        add(type->inputs);
        for (const auto& field : type->fields) {
            referred_to.insert(field.type.name);
            add(field.arguments);
        }
    }
    for (const auto* directive : what.directives()) add(directive->arguments);
    const std::unordered_set<const type_definition*> defined(all.begin(), all.end());
    for (const auto name : referred_to)
        if (const auto* type = what.find(name); is_built_in_scalar(name) && !defined.contains(type))
            all.push_back(type);
    return all;
}

void compare_root(changes& to, operation_kind kind) {
    using enum change::impact;
    const auto *was = to.before.root(kind), *is = to.after.root(kind);
    const auto what = std::string(text_of(kind)) + " root type ";
    const auto part = [](const type_definition& one) { return changed_part{std::string(one.name.text), one.where}; };
    if (was && !is) to.add(breaking, what + part(*was).coordinate + " was removed.", part(*was));
    if (!was && is) to.add(safe, what + part(*is).coordinate + " was added.", part(*is));
    if (was && is && was->name.text != is->name.text)
        to.add(breaking, what + "has changed from " + part(*was).coordinate + " to " + part(*is).coordinate + '.',
               part(*is), part(*was).coordinate);
}

} // namespace

void compare_schemas(changes& to) {
    using enum change::impact;
    const pairs all(types_of(to.before), types_of(to.after));
    const auto part = [](const type_definition& one) { return changed_part{std::string(one.name.text), one.where}; };
    for (const auto* one : all.removed) {
        const std::string name(one->name.text);
        to.add(breaking,
               is_built_in_scalar(name)
                   ? "Standard scalar " + name + " was removed because it is not referenced anymore."
                   : name + " was removed.",
               part(*one));
    }
    for (const auto* one : all.added) to.add(safe, part(*one).coordinate + " was added.", part(*one));
    for (const auto& [old_one, new_one] : all.kept)
        if (old_one != new_one) compare_types(to, *old_one, *new_one);
    for (const auto kind : {operation_kind::query, operation_kind::mutation, operation_kind::subscription})
        compare_root(to, kind);
    compare_descriptions(to, {}, "schema", to.before.description(), to.after.description());
    compare_applied(to, {}, "schema", to.before.applied_directives(), to.after.applied_directives());
}

} // namespace corogql::language
