#include "testing/graphql/validation.hpp"

#include "testing/graphql/values.hpp"

#include <algorithm>

namespace corogql::testing {

namespace {

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

/// Checks one operation, following fragments where they are spread.
class operation_check {
public:
    operation_check(const document& doc, const operation& op, const type_system& types,
                    std::vector<graphql_error>& errors)
        : doc_(doc), op_(op), types_(types), errors_(errors) {}

    void run() {
        for (const auto& variable : op_.variables) check_definition(variable);
        const auto* root = types_.find(root_type_name(op_.type));
        if (!root) return report("Schema is not configured to execute " + op_.type + " operation.", op_.where);
        check_directives(op_.directives);
        if (op_.type == "subscription" && op_.selections.size() > 1)
            report(op_.name.empty() ? "Anonymous Subscription must select only one top level field."
                                    : "Subscription " + in_quotes(op_.name) + " must select only one top level field.",
                   op_.selections[1].where);
        check(op_.selections, *root);
        for (const auto& variable : op_.variables)
            if (std::find(used_.begin(), used_.end(), variable.name) == used_.end())
                report("Variable " + in_quotes('$' + variable.name) + " is never used" +
                           (op_.name.empty() ? "." : " in operation " + in_quotes(op_.name) + "."),
                       variable.where);
    }

private:
    void report(const std::string& message, source_location where) {
        graphql_error error(message);
        error.locations.push_back(where);
        const auto same = [&](const graphql_error& known) {
            return known.message == message && known.locations.front().line == where.line &&
                   known.locations.front().column == where.column;
        };
        if (std::none_of(errors_.begin(), errors_.end(), same)) errors_.push_back(std::move(error));
    }

    void check_definition(const variable_definition& variable) {
        const auto* type = types_.innermost(variable.type);
        auto innermost = &variable.type;
        while (innermost->is_list()) innermost = &innermost->item.front();
        if (!type) return report("Unknown type " + in_quotes(innermost->name) + ".", variable.where);
        if (type->kind == type_definition::type::object)
            return report("Variable " + in_quotes('$' + variable.name) + " cannot be non-input type " +
                              in_quotes(variable.type.text()) + ".",
                          variable.where);
        if (variable.default_value) check_value(*variable.default_value, variable.type);
    }

    void check(const std::vector<selection>& selections, const type_definition& parent) {
        for (const auto& one : selections) {
            check_directives(one.directives);
            switch (one.kind) {
            case selection::type::field: check_field(one, parent); break;
            case selection::type::spread: check_spread(one, parent); break;
            case selection::type::inline_fragment:
                if (applies(one.type_condition, parent, one.where)) check(one.selections, parent);
            }
        }
    }

    bool applies(const std::string& condition, const type_definition& parent, source_location where) {
        if (condition.empty() || condition == parent.name) return true;
        if (!types_.find(condition))
            report("Unknown type " + in_quotes(condition) + ".", where);
        else
            report("Fragment cannot be spread here as objects of type " + in_quotes(parent.name) +
                       " can never be of type " + in_quotes(condition) + ".",
                   where);
        return false;
    }

    void check_spread(const selection& spread, const type_definition& parent) {
        const auto* target = doc_.find_fragment(spread.name);
        if (!target) return report("Unknown fragment " + in_quotes(spread.name) + ".", spread.where);
        if (std::find(open_.begin(), open_.end(), spread.name) != open_.end())
            return report("Cannot spread fragment " + in_quotes(spread.name) + " within itself.", spread.where);
        // A fragment fits one type only, so one look is enough; without this, nested spreads cost 2^n.
        if (!applies(target->type_condition, parent, spread.where)) return;
        if (std::find(seen_.begin(), seen_.end(), spread.name) != seen_.end()) return;
        open_.push_back(spread.name);
        check(target->selections, parent);
        open_.pop_back();
        seen_.push_back(spread.name);
    }

    void check_field(const selection& field, const type_definition& parent) {
        if (field.name == "__typename") return;
        const auto* definition = parent.field(field.name);
        if (!definition)
            return report("Cannot query field " + in_quotes(field.name) + " on type " + in_quotes(parent.name) + ".",
                          field.where);
        check_arguments(field.arguments, definition->arguments, "field " + in_quotes(parent.name + '.' + field.name),
                        "Field " + in_quotes(field.name), field.where);
        const auto& type = *types_.innermost(definition->type);
        if (type.is_leaf() && !field.selections.empty())
            report("Field " + in_quotes(field.name) + " must not have a selection since type " +
                       in_quotes(definition->type.text()) + " has no subfields.",
                   field.where);
        else if (!type.is_leaf() && field.selections.empty())
            report("Field " + in_quotes(field.name) + " of type " + in_quotes(definition->type.text()) +
                       " must have a selection of subfields. Did you mean " + in_quotes(field.name + " { ... }") + "?",
                   field.where);
        else if (!type.is_leaf())
            check(field.selections, type);
    }

    void check_arguments(const std::vector<argument>& given, const std::vector<input_definition>& wanted,
                         const std::string& owner, const std::string& subject, source_location where) {
        for (const auto& one : given) {
            const auto found = std::find_if(wanted.begin(), wanted.end(),
                                            [&](const input_definition& arg) { return arg.name == one.name; });
            if (found == wanted.end())
                report("Unknown argument " + in_quotes(one.name) + " on " + owner + ".", one.where);
            else
                check_value(one.value, found->type, found->default_value.has_value());
        }
        for (const auto& one : wanted) {
            const bool there =
                std::any_of(given.begin(), given.end(), [&](const argument& arg) { return arg.name == one.name; });
            if (!there && one.type.non_null && !one.default_value)
                report(subject + " argument " + in_quotes(one.name) + " of type " + in_quotes(one.type.text()) +
                           " is required, but it was not provided.",
                       where);
        }
    }

    void check_directives(const std::vector<directive>& directives) {
        static const std::vector<input_definition> condition = [] {
            std::vector<input_definition> arguments(1);
            arguments[0].name = "if";
            arguments[0].type.name = "Boolean";
            arguments[0].type.non_null = true;
            return arguments;
        }();
        for (const auto& one : directives) {
            if (one.name != "skip" && one.name != "include")
                report("Unknown directive " + in_quotes('@' + one.name) + ".", one.where);
            else
                check_arguments(one.arguments, condition, "directive " + in_quotes('@' + one.name),
                                "Directive " + in_quotes('@' + one.name), one.where);
        }
    }

    void check_value(const input_value& value, const type_reference& type, bool has_default = false) {
        check_variables(value, &type, has_default);
        if (value.kind == input_value::type::variable) return;
        try {
            coerce_literal(value, type, types_, nullptr);
        } catch (const value_error& problem) {
            report(problem.what(), value.where);
        }
    }

    /// Checks the variables in a value. `type` is null inside of objects, where the place's type is not looked up.
    void check_variables(const input_value& value, const type_reference* type, bool has_default) {
        for (const auto& item : value.items)
            check_variables(item, type && type->is_list() ? &type->item.front() : nullptr, false);
        for (const auto& field : value.fields) check_variables(field.value, nullptr, false);
        if (value.kind != input_value::type::variable) return;
        used_.push_back(value.text);
        const auto found = std::find_if(op_.variables.begin(), op_.variables.end(),
                                        [&](const variable_definition& one) { return one.name == value.text; });
        if (found == op_.variables.end())
            return report("Variable " + in_quotes('$' + value.text) + " is not defined" +
                              (op_.name.empty() ? "." : " by operation " + in_quotes(op_.name) + "."),
                          value.where);
        auto given = found->type;
        if (has_default || found->default_value) given.non_null = true;
        if (type && !fits(given, *type))
            report("Variable " + in_quotes('$' + value.text) + " of type " + in_quotes(found->type.text()) +
                       " used in position expecting type " + in_quotes(type->text()) + ".",
                   value.where);
    }

    static bool fits(const type_reference& given, const type_reference& place) {
        if (place.non_null && !given.non_null) return false;
        if (place.is_list() != given.is_list()) return false;
        return place.is_list() ? fits(given.item.front(), place.item.front()) : given.name == place.name;
    }

    const document& doc_;
    const operation& op_;
    const type_system& types_;
    std::vector<graphql_error>& errors_;
    std::vector<std::string> open_, seen_, used_;
};

[[noreturn]] void refuse(const std::string& message) {
    throw request_error(request_error::stage::validation, {graphql_error(message)});
}

} // namespace

void validate(const document& doc, const type_system& types) {
    std::vector<graphql_error> errors;
    for (const auto& op : doc.operations) operation_check(doc, op, types, errors).run();
    if (!errors.empty()) throw request_error(request_error::stage::validation, std::move(errors));
}

const operation& select_operation(const document& doc, std::string_view name) {
    if (doc.operations.empty()) refuse("Must provide an operation.");
    if (name.empty()) {
        if (doc.operations.size() > 1) refuse("Must provide operation name if query contains multiple operations.");
        return doc.operations.front();
    }
    for (const auto& op : doc.operations)
        if (op.name == name) return op;
    refuse("Unknown operation named " + in_quotes(name) + ".");
}

} // namespace corogql::testing
