#include "language/coordinate.hpp"
#include "language/schema/checks/checks.hpp"

#include <unordered_set>

namespace corogql::language {

namespace {

std::string coordinate(const type_definition& type, const field_definition& field) {
    return member_coordinate(type.name.text, field.name.text);
}

std::string coordinate(const type_definition& type, const field_definition& field, const input_definition& argument) {
    return argument_coordinate(coordinate(type, field), argument.name.text);
}

/// Whether what is of a type may stand where another type is expected.
bool may_stand_for(const schema& in, type_reference type, type_reference expected) {
    while (type != expected) {
        if (expected.non_null() && !type.non_null()) return false;
        if (type.non_null()) {
            type = type.nullable();
            expected = expected.nullable();
            continue;
        }
        if (expected.is_list() != type.is_list()) return false;
        if (!expected.is_list()) {
            const auto *named = in.find(type), *abstract_type = in.find(expected);
            if (!named || !abstract_type || !abstract_type->is_abstract()) return false;
            if (abstract_type->kind == type_kind::interface) return named->implements(expected.name);
            return named->kind == type_kind::object && in.is_subtype(*abstract_type, *named);
        }
        type = type.item();
        expected = expected.item();
    }
    return true;
}

class interface_check {
public:
    interface_check(const schema& in, const type_definition& type, const extensions_by_name& extensions,
                    default_texts& defaults, findings& found)
        : schema_(in), type_(type), extensions_(extensions), defaults_(defaults), found_(found), fields_(type.fields) {
        for (const auto& name : type.interfaces) names_.insert(name.text);
    }

    void run() {
        std::unordered_set<std::string_view> seen;
        const std::string name(type_.name.text);
        for (const auto& implemented : type_.interfaces) {
            if (found_.full()) return;
            const auto* of = schema_.find(implemented.text);
            if (!of) continue;
            const std::string other(implemented.text);
            if (of->kind != type_kind::interface)
                report("Type " + name + " must only implement Interface types, it cannot implement " + other + '.',
                       written(type_, other));
            else if (of == &type_)
                report("Type " + name + " cannot implement itself because it would create a circular reference.",
                       written(type_, other));
            else if (!seen.insert(implemented.text).second)
                report("Type " + name + " can only implement " + other + " once.", written(type_, other));
            else {
                ancestors(*of);
                fields(*of);
            }
        }
    }

private:
    void report(std::string message, const std::vector<place>& where) {
        found_.add(fault::tolerable, "", std::move(message), where);
    }

    /// Returns the places where a type says that it implements an interface.
    static std::vector<place> written(const type_definition& type, std::string_view interface_name) {
        std::vector<place> where;
        for (const auto& one : type.interfaces)
            if (one.text == interface_name) where.push_back(one.where);
        return where;
    }

    void ancestors(const type_definition& of) {
        for (const auto& further : of.interfaces) {
            if (names_.contains(further.text)) continue;
            if (found_.full()) return;
            auto where = written(of, further.text);
            for (const auto& one : written(type_, of.name.text)) where.push_back(one);
            const std::string name(type_.name.text), other(of.name.text);
            if (schema_.find(further.text) == &type_)
                report("Type " + name + " cannot implement " + other + " because it would create a circular reference.",
                       where);
            else
                report("Type " + name + " must implement " + std::string(further.text) +
                           " because it is implemented by " + other + '.',
                       where);
        }
    }

    void fields(const type_definition& of) {
        for (const auto& expected : of.fields) {
            if (found_.full()) return;
            const auto* field = fields_.find(expected.name.text);
            if (!field) {
                report("Interface field " + coordinate(of, expected) + " expected but " + std::string(type_.name.text) +
                           " does not provide it.",
                       places_of(type_, extensions_, expected.where));
                continue;
            }
            if (!may_stand_for(schema_, field->type, expected.type))
                report("Interface field " + coordinate(of, expected) + " expects type " + expected.type.text() +
                           " but " + coordinate(type_, *field) + " is type " + field->type.text() + '.',
                       {expected.type.where, field->type.where});
            arguments(of, expected, *field);
        }
    }

    void arguments(const type_definition& of, const field_definition& expected, const field_definition& field) {
        const by_name<input_definition> ours(field.arguments), theirs(expected.arguments);
        for (const auto& wanted : expected.arguments) {
            const auto called = "Interface field argument " + coordinate(of, expected, wanted);
            const auto* argument = ours.find(wanted.name.text);
            if (!argument)
                report(called + " expected but " + coordinate(type_, field) + " does not provide it.",
                       {wanted.where, field.where});
            else if (argument->type != wanted.type)
                report(called + " expects type " + wanted.type.text() + " but " + coordinate(type_, field, *argument) +
                           " is type " + argument->type.text() + '.',
                       {wanted.type.where, argument->type.where});
        }
        for (const auto& argument : field.arguments)
            if (argument.type.non_null() && !theirs.find(argument.name.text) && !defaults_.of(argument))
                report("Object field " + coordinate(type_, field) + " includes required argument " +
                           std::string(argument.name.text) + " that is missing from the Interface field " +
                           coordinate(of, expected) + '.',
                       {argument.where, expected.where});
    }

    const schema& schema_;
    const type_definition& type_;
    const extensions_by_name& extensions_;
    default_texts& defaults_;
    findings& found_;
    const by_name<field_definition> fields_;
    std::unordered_set<std::string_view> names_;
};

} // namespace

void check_interfaces(const schema& in, const type_definition& type, const extensions_by_name& extensions,
                      default_texts& defaults, findings& found) {
    if (!type.interfaces.empty()) interface_check(in, type, extensions, defaults, found).run();
}

} // namespace corogql::language
