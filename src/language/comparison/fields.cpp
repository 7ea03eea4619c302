// Fields of objects, interfaces and inputs, and the arguments of fields.
#include "language/comparison/changes.hpp"
#include "language/comparison/pairs.hpp"
#include "language/comparison/type_change.hpp"
#include "language/coordinate.hpp"

namespace corogql::language {

namespace {

void compare_arguments(changes& to, const changed_part& of, const field_definition& before,
                       const field_definition& after) {
    using enum change::impact;
    const pairs all(before.arguments, after.arguments);
    const auto part = [&](const input_definition& one) {
        return changed_part{argument_coordinate(of.coordinate, one.name.text), one.where};
    };
    for (const auto* one : all.removed)
        to.add(breaking, of.coordinate + " arg " + std::string(one->name.text) + " was removed.", part(*one));
    for (const auto* one : all.added) {
        const bool required = to.required_now(*one);
        const std::string text = required ? "A required arg " : "An optional arg ";
        to.add(required ? breaking : dangerous,
               text + std::string(one->name.text) + " on " + of.coordinate + " was added.", part(*one), of.coordinate);
    }
    for (const auto& [old_one, new_one] : all.kept)
        compare_inputs(to, part(*new_one), of.coordinate, of.coordinate + " arg " + std::string(old_one->name.text),
                       " has changed type", *old_one, *new_one);
}

} // namespace

void compare_fields(changes& to, const type_definition& before, const type_definition& after) {
    using enum change::impact;
    const pairs all(before.fields, after.fields);
    const auto part = [&](const field_definition& one) {
        return changed_part{member_coordinate(before.name.text, one.name.text), one.where};
    };
    for (const auto* one : all.removed) to.add(breaking, part(*one).coordinate + " was removed.", part(*one));
    for (const auto* one : all.added) to.add(safe, part(*one).coordinate + " was added.", part(*one));
    for (const auto& [old_one, new_one] : all.kept) {
        const auto of = part(*new_one);
        compare_arguments(to, of, *old_one, *new_one);
        if (old_one->type != new_one->type)
            to.add(is_safe_for_output(old_one->type, new_one->type) ? safe : breaking,
                   of.coordinate + " changed type from " + old_one->type.text() + " to " + new_one->type.text() + '.',
                   of);
        compare_annotations(to, of, of.coordinate, *old_one, *new_one);
    }
}

void compare_input_fields(changes& to, const type_definition& before, const type_definition& after) {
    using enum change::impact;
    const pairs all(before.inputs, after.inputs);
    const std::string type(before.name.text);
    const auto part = [&](const input_definition& one) {
        return changed_part{member_coordinate(type, one.name.text), one.where};
    };
    for (const auto* one : all.removed) to.add(breaking, part(*one).coordinate + " was removed.", part(*one));
    for (const auto* one : all.added) {
        const bool required = to.required_now(*one);
        const std::string text = required ? "A required field " : "An optional field ";
        to.add(required ? breaking : dangerous,
               text + std::string(one->name.text) + " on input type " + type + " was added.", part(*one), type);
    }
    for (const auto& [old_one, new_one] : all.kept) {
        const auto of = part(*new_one);
        compare_inputs(to, of, type, of.coordinate, " changed type", *old_one, *new_one);
    }
}

} // namespace corogql::language
