// Definitions of directives. The reference implementation tells of their locations and arguments, but for the types and
// defaults of these.
#include "language/comparison/changes.hpp"
#include "language/comparison/pairs.hpp"
#include "language/coordinate.hpp"

namespace corogql::language {

namespace {

void compare_arguments_of_directive(changes& to, const changed_part& of, const directive_definition& before,
                                    const directive_definition& after) {
    using enum change::impact;
    const std::string directive(before.name.text);
    const pairs all(before.arguments, after.arguments);
    const auto part = [&](const input_definition& one) {
        return changed_part{argument_coordinate(of.coordinate, one.name.text), one.where};
    };
    for (const auto* one : all.added) {
        const bool required = to.required_now(*one);
        const std::string text = required ? "A required arg " : "An optional arg ";
        to.add(required ? breaking : safe,
               text + std::string(one->name.text) + " on directive " + directive + " was added.", part(*one),
               of.coordinate);
    }
    for (const auto* one : all.removed)
        to.add(breaking, std::string(one->name.text) + " was removed from " + directive + '.', part(*one));
    for (const auto& [old_one, new_one] : all.kept)
        compare_inputs(to, part(*new_one), of.coordinate, of.coordinate + " arg " + std::string(old_one->name.text),
                       " has changed type", *old_one, *new_one);
}

} // namespace

void compare_directives(changes& to) {
    using enum change::impact;
    const pairs all(to.before.directives(), to.after.directives());
    const auto part = [](const directive_definition& one) {
        return changed_part{directive_coordinate(one.name.text), one.where};
    };
    for (const auto* one : all.removed) to.add(breaking, std::string(one->name.text) + " was removed.", part(*one));
    for (const auto* one : all.added) to.add(safe, part(*one).coordinate + " was added.", part(*one));
    for (const auto& [old_one, new_one] : all.kept) {
        if (old_one == new_one) continue; // it is built in
        const auto of = part(*new_one);
        const std::string name(old_one->name.text);
        compare_arguments_of_directive(to, of, *old_one, *new_one);
        if (old_one->repeatable && !new_one->repeatable)
            to.add(breaking, "Repeatable flag was removed from " + name + '.', of);
        if (!old_one->repeatable && new_one->repeatable) to.add(safe, "Repeatable flag was added to " + name + '.', of);
        const pairs locations(old_one->locations, new_one->locations);
        for (const auto* one : locations.removed)
            to.add(breaking, std::string(one->text) + " was removed from " + name + '.', of);
        for (const auto* one : locations.added)
            to.add(safe, std::string(one->text) + " was added to " + name + '.', of);
        compare_descriptions(to, of, of.coordinate, old_one->description, new_one->description);
    }
}

} // namespace corogql::language
