// Variables are defined once, and used where they are defined.
#include "language/schema/applied.hpp"
#include "language/syntax/repeated_names.hpp"
#include "language/validation/rules/rules.hpp"

#include <unordered_set>

namespace corogql::language::validation {

namespace {

class unique_variable_names_rule final : public rule {
public:
    using rule::rule;

    void enter_operation(const operation& node) override {
        for (const auto& [name, places] : repeated_names(node.variables))
            in_.report("UniqueVariableNames", "There can be only one variable named \"$" + std::string(name) + "\".",
                       places);
    }
};

class no_undefined_variables_rule final : public rule {
public:
    using rule::rule;

    void leave_operation(const operation& node) override {
        std::unordered_set<std::string_view> defined;
        for (const auto& one : node.variables) defined.insert(one.name.text);
        for (const auto* usage : in_.usages_of(node)) {
            if (defined.contains(usage->variable->text)) continue;
            const auto message = "Variable \"$" + std::string(usage->variable->text) + "\" is not defined";
            in_.report("NoUndefinedVariables",
                       node.name.empty() ? message + '.'
                                         : message + " by operation \"" + std::string(node.name.text) + "\".",
                       {usage->variable->where, node.where});
        }
    }
};

class no_unused_variables_rule final : public rule {
public:
    using rule::rule;

    void leave_operation(const operation& node) override {
        std::unordered_set<std::string_view> used;
        for (const auto* usage : in_.usages_of(node)) used.insert(usage->variable->text);
        for (const auto& one : node.variables) {
            if (used.contains(one.name.text)) continue;
            const auto message = "Variable \"$" + std::string(one.name.text) + "\" is never used";
            in_.report("NoUnusedVariables",
                       node.name.empty() ? message + '.'
                                         : message + " in operation \"" + std::string(node.name.text) + "\".",
                       {one.where});
        }
    }
};

class variables_in_allowed_position_rule final : public rule {
public:
    using rule::rule;

    void leave_operation(const operation& node) override {
        std::unordered_map<std::string_view, const variable_definition*> defined;
        for (const auto& one : node.variables) defined[one.name.text] = &one;
        for (const auto* usage : in_.usages_of(node)) {
            const auto at = defined.find(usage->variable->text);
            if (at != defined.end() && usage->expected && in_.schema().find(at->second->type))
                look(*at->second, *usage);
        }
    }

private:
    void look(const variable_definition& variable, const variable_usage& usage) {
        const std::vector<place> where{variable.where, usage.variable->where};
        const auto name = "Variable \"$" + std::string(variable.name.text) + '"';
        if (!is_allowed(variable, usage))
            in_.report("VariablesInAllowedPosition",
                       name + " of type \"" + variable.type.text() + "\" used in position expecting type \"" +
                           usage.expected.text() + "\".",
                       where);
        if (wants_one(usage.parent) && !variable.type.non_null())
            in_.report("VariablesInAllowedPosition",
                       name + " is of type \"" + variable.type.text() +
                           "\" but must be non-nullable to be used for OneOf Input Object \"" + usage.parent.text() +
                           "\".",
                       where);
    }

    /// The reference implementation does not look into input objects that may not be null themselves.
    static bool wants_one(const known_type& type) noexcept {
        return type && !type.written.is_list() && !type.written.non_null() && is_one_of(type.named->directives);
    }

    /// A default, of the variable or of the place, stands in for null.
    static bool is_allowed(const variable_definition& variable, const variable_usage& usage) noexcept {
        const auto expected = usage.expected.written;
        if (!expected.non_null() || variable.type.non_null()) return is_input_subtype(variable.type, expected);
        const bool has_default = variable.default_value && variable.default_value->kind != value::type::null;
        return (has_default || usage.has_default) && is_input_subtype(variable.type, expected.nullable());
    }
};

} // namespace

rule_pointer unique_variable_names(context& in) { return std::make_unique<unique_variable_names_rule>(in); }
rule_pointer no_undefined_variables(context& in) { return std::make_unique<no_undefined_variables_rule>(in); }
rule_pointer no_unused_variables(context& in) { return std::make_unique<no_unused_variables_rule>(in); }
rule_pointer variables_in_allowed_position(context& in) {
    return std::make_unique<variables_in_allowed_position_rule>(in);
}

} // namespace corogql::language::validation
