// Types that both schemas define.
#include "language/comparison/changes.hpp"
#include "language/comparison/pairs.hpp"
#include "language/coordinate.hpp"

namespace corogql::language {

namespace {

std::string kind_text(const type_definition& type) {
    switch (type.kind) {
    case type_kind::scalar: return "a Scalar type";
    case type_kind::object: return "an Object type";
    case type_kind::interface: return "an Interface type";
    case type_kind::union_type: return "a Union type";
    case type_kind::enumeration: return "an Enum type";
    case type_kind::input: break;
    }
    return "an Input type";
}

void compare_interfaces(changes& to, const type_definition& before, const type_definition& after) {
    using enum change::impact;
    const pairs all(before.interfaces, after.interfaces);
    const std::string type(before.name.text);
    // Whoever asks for the interface gets more or fewer objects; its other users do not notice.
    for (const auto* one : all.added)
        to.add(dangerous, std::string(one->text) + " added to interfaces implemented by " + type + '.',
               {type, one->where}, std::string(one->text));
    for (const auto* one : all.removed)
        to.add(breaking, type + " no longer implements interface " + std::string(one->text) + '.', {type, one->where},
               std::string(one->text));
}

void compare_members(changes& to, const type_definition& before, const type_definition& after) {
    using enum change::impact;
    const pairs all(before.members, after.members);
    const std::string type(before.name.text);
    for (const auto* one : all.added)
        to.add(dangerous, std::string(one->text) + " was added to union type " + type + '.', {type, one->where});
    for (const auto* one : all.removed)
        to.add(breaking, std::string(one->text) + " was removed from union type " + type + '.', {type, one->where});
}

void compare_values(changes& to, const type_definition& before, const type_definition& after) {
    using enum change::impact;
    const pairs all(before.values, after.values);
    const std::string type(before.name.text);
    const auto part = [&](const enum_value_definition& one) {
        return changed_part{member_coordinate(type, one.name.text), one.where};
    };
    for (const auto* one : all.added)
        to.add(dangerous, std::string(one->name.text) + " was added to enum type " + type + '.', part(*one), type);
    for (const auto* one : all.removed)
        to.add(breaking, std::string(one->name.text) + " was removed from enum type " + type + '.', part(*one));
    for (const auto& [old_one, new_one] : all.kept)
        compare_annotations(to, part(*new_one), part(*new_one).coordinate, *old_one, *new_one);
}

} // namespace

void compare_types(changes& to, const type_definition& before, const type_definition& after) {
    const changed_part of{std::string(before.name.text), after.where};
    if (before.kind != after.kind)
        return to.add(change::impact::breaking,
                      of.coordinate + " changed from " + kind_text(before) + " to " + kind_text(after) + '.', of);
    switch (before.kind) {
    case type_kind::scalar: break;
    case type_kind::object:
    case type_kind::interface:
        compare_fields(to, before, after);
        compare_interfaces(to, before, after);
        break;
    case type_kind::union_type: compare_members(to, before, after); break;
    case type_kind::enumeration: compare_values(to, before, after); break;
    case type_kind::input: compare_input_fields(to, before, after); break;
    }
    compare_annotations(to, of, of.coordinate, before, after);
}

} // namespace corogql::language
