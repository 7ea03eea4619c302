#include "language/coordinate.hpp"
#include "language/schema/applied.hpp"
#include "language/schema/built_in.hpp"
#include "language/schema/checks/checks.hpp"

#include <unordered_set>

namespace corogql::language {

namespace {

std::string quoted_name(std::string_view name) { return '"' + std::string(name) + '"'; }

class type_check {
public:
    type_check(const schema& what, findings& found)
        : schema_(what), found_(found), cycles_(what, found), defaults_(what) {
        for (const auto& type : what.definitions().types)
            if (type.extension) extensions_[type.name.text].push_back(&type);
    }

    void run() {
        roots();
        for (const auto* one : schema_.directives()) directive(*one);
        for (const auto* one : schema_.defined_types()) {
            if (found_.full()) return;
            // The specification's own types are what they are, whatever was written.
            if (!is_built_in_scalar(one->name.text) && !is_introspection_type(one->name.text)) type(*one);
        }
    }

private:
    void report(fault how_bad, std::string message, const std::vector<place>& where) {
        found_.add(how_bad, "", std::move(message), where);
    }

    void name(const identifier& what, const place& where) {
        if (!what.text.starts_with("__")) return;
        report(fault::tolerable,
               "Name " + quoted_name(what.text) +
                   " must not begin with \"__\", which is reserved by GraphQL introspection.",
               {where});
    }

    std::optional<place> written_root(operation_kind kind) const {
        const schema_definition* definition = nullptr;
        for (const auto& one : schema_.definitions().schemas)
            if (!one.extension) definition = &one;
        const auto in = [kind](const schema_definition& one) -> std::optional<place> {
            for (const auto& root : one.roots)
                if (root.kind == kind) return root.type.where;
            return std::nullopt;
        };
        if (definition)
            if (const auto found = in(*definition)) return found;
        for (const auto& one : schema_.definitions().schemas)
            if (one.extension)
                if (const auto found = in(one)) return found;
        return std::nullopt;
    }

    void roots() {
        if (!schema_.root(operation_kind::query)) {
            std::vector<place> where;
            for (const auto& one : schema_.definitions().schemas)
                if (!one.extension) where = {one.where};
            report(fault::fatal, "Query root type must be provided.", where);
        }
        root(operation_kind::query, "Query root type must be Object type");
        root(operation_kind::mutation, "Mutation root type must be Object type if provided");
        root(operation_kind::subscription, "Subscription root type must be Object type if provided");
    }

    void root(operation_kind kind, const char* demand) {
        const auto* type = schema_.root(kind);
        if (!type || type->kind == type_kind::object) return;
        report(fault::fatal, std::string(demand) + ", it cannot be " + std::string(type->name.text) + '.',
               {written_root(kind).value_or(type->where)});
    }

    bool is_input(const type_reference& type) const {
        const auto* named = schema_.find(type);
        return !named || named->is_input();
    }

    /// Looks at what arguments and input fields have in common.
    void input(const input_definition& what, const std::string& kind, const std::string& called) {
        if (what.default_value && schema_.find(what.type) && is_input(what.type) && !defaults_.has(what))
            found_.warn("The default value of " + called + " does not fit its type \"" + what.type.text() +
                            "\", and counts as none.",
                        {what.default_value->where});
        if (!deprecation_reason(what.directives) || !defaults_.required(what)) return;
        report(fault::tolerable, "Required " + kind + ' ' + called + " cannot be deprecated.",
               {find(what.directives, "deprecated")->where, what.type.where});
    }

    void directive(const directive_definition& what) {
        name(what.name, what.where);
        for (const auto& one : what.arguments) {
            name(one.name, one.where);
            const auto called = argument_coordinate(directive_coordinate(what.name.text), one.name.text);
            if (!is_input(one.type))
                report(fault::tolerable,
                       "The type of " + called + " must be Input Type but got: " + one.type.text() + '.', {one.where});
            input(one, "argument", called);
        }
    }

    void type(const type_definition& what) {
        name(what.name, what.where);
        switch (what.kind) {
        case type_kind::scalar: return;
        case type_kind::object:
        case type_kind::interface:
            fields(what);
            check_interfaces(schema_, what, extensions_, defaults_, found_);
            return;
        case type_kind::union_type: return members(what);
        case type_kind::enumeration:
            if (what.values.empty()) report_empty("Enum type ", what, "values");
            for (const auto& one : what.values) name(one.name, one.where);
            return;
        case type_kind::input:
            inputs(what);
            cycles_.check(what);
            return;
        }
    }

    void report_empty(const char* kind, const type_definition& what, const char* of_what) {
        report(fault::tolerable, kind + std::string(what.name.text) + " must define one or more " + of_what + '.',
               places_of(what, extensions_));
    }

    void fields(const type_definition& what) {
        if (what.fields.empty()) report_empty("Type ", what, "fields");
        for (const auto& field : what.fields) {
            name(field.name, field.where);
            const auto called = member_coordinate(what.name.text, field.name.text);
            const auto* type = schema_.find(field.type);
            if (type && !type->is_output())
                report(fault::fatal,
                       "The type of " + called + " must be Output Type but got: " + field.type.text() + '.',
                       {field.type.where});
            for (const auto& one : field.arguments) argument(called, one);
        }
    }

    void argument(const std::string& field, const input_definition& what) {
        name(what.name, what.where);
        const auto called = argument_coordinate(field, what.name.text);
        if (!is_input(what.type))
            report(fault::tolerable, "The type of " + called + " must be Input Type but got: " + what.type.text() + '.',
                   {what.type.where});
        input(what, "argument", called);
    }

    void members(const type_definition& what) {
        if (what.members.empty()) report_empty("Union type ", what, "member types");
        std::unordered_set<std::string_view> seen;
        const auto report_member = [&](const std::string& problem, std::string_view member) {
            std::vector<place> where;
            for (const auto& one : what.members)
                if (one.text == member) where.push_back(one.where);
            report(fault::tolerable, "Union type " + std::string(what.name.text) + " can only include " + problem,
                   where);
        };
        for (const auto& member : what.members) {
            if (found_.full()) return;
            const auto* type = schema_.find(member.text);
            if (!seen.insert(member.text).second)
                report_member("type " + std::string(member.text) + " once.", member.text);
            else if (type && type->kind != type_kind::object)
                report_member("Object types, it cannot include " + std::string(member.text) + '.', member.text);
        }
    }

    void inputs(const type_definition& what) {
        if (what.inputs.empty()) report_empty("Input Object type ", what, "fields");
        const bool one_of = is_one_of(what.directives);
        for (const auto& field : what.inputs) {
            name(field.name, field.where);
            const auto called = member_coordinate(what.name.text, field.name.text);
            if (!is_input(field.type))
                report(fault::tolerable,
                       "The type of " + called + " must be Input Type but got: " + field.type.text() + '.',
                       {field.type.where});
            input(field, "input field", called);
            if (defaults_.endless(field))
                report(fault::tolerable,
                       "Invalid circular reference. The default value of Input Object field " + called +
                           " references itself.",
                       {field.where});
            if (!one_of) continue;
            if (field.type.non_null())
                report(fault::tolerable, "OneOf input field " + called + " must be nullable.", {field.type.where});
            if (defaults_.has(field))
                report(fault::tolerable, "OneOf input field " + called + " cannot have a default value.",
                       {field.where});
        }
    }

    const schema& schema_;
    findings& found_;
    input_cycles cycles_;
    default_texts defaults_;
    extensions_by_name extensions_;
};

} // namespace

std::vector<place> places_of(const type_definition& type, const extensions_by_name& extensions,
                             std::optional<place> first) {
    std::vector<place> where;
    if (first) where.push_back(*first);
    where.push_back(type.where);
    if (const auto found = extensions.find(type.name.text); found != extensions.end())
        for (const auto* one : found->second) where.push_back(one->where);
    return where;
}

void check_types(const schema& what, findings& found) { type_check(what, found).run(); }

} // namespace corogql::language
