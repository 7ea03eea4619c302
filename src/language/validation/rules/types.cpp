// The names of types that a document says.
#include "language/schema/built_in.hpp"
#include "language/suggestion.hpp"
#include "language/validation/rules/rules.hpp"

namespace corogql::language::validation {

namespace {

class known_type_names_rule final : public rule {
public:
    using rule::rule;

    void enter_type_name(std::string_view name, place where) override {
        if (in_.schema().has(name)) return;
        if (known_.empty()) {
            for (const auto* type : in_.schema().defined_types()) known_.push_back(type->name.text);
            for (const auto& type : built_in_definitions().types)
                if (in_.schema().find(type.name.text) == &type && in_.schema().has(type.name.text))
                    known_.push_back(type.name.text);
        }
        in_.report("KnownTypeNames",
                   "Unknown type \"" + std::string(name) + "\"." + did_you_mean(names_like(name, known_)), {where});
    }

private:
    std::vector<std::string_view> known_;
};

class fragments_on_composite_types_rule final : public rule {
public:
    using rule::rule;

    void enter_inline_fragment(const selection& node, const type_context&) override {
        if (node.type_condition) look("Fragment", *node.type_condition);
    }

    void enter_fragment(const fragment& node) override {
        look("Fragment \"" + std::string(node.name.text) + '"', node.type_condition);
    }

private:
    void look(const std::string& who, const identifier& condition) {
        const auto* type = in_.schema().find(condition.text);
        if (type && !type->is_composite())
            in_.report("FragmentsOnCompositeTypes",
                       who + " cannot condition on non composite type \"" + std::string(condition.text) + "\".",
                       {condition.where});
    }
};

class variables_are_input_types_rule final : public rule {
public:
    using rule::rule;

    void enter_variable(const variable_definition& node) override {
        const auto* type = in_.schema().find(node.type);
        if (type && !type->is_input())
            in_.report("VariablesAreInputTypes",
                       "Variable \"$" + std::string(node.name.text) + "\" cannot be non-input type \"" +
                           node.type.text() + "\".",
                       {node.type.where});
    }
};

} // namespace

rule_pointer known_type_names(context& in) { return std::make_unique<known_type_names_rule>(in); }
rule_pointer fragments_on_composite_types(context& in) {
    return std::make_unique<fragments_on_composite_types_rule>(in);
}
rule_pointer variables_are_input_types(context& in) { return std::make_unique<variables_are_input_types_rule>(in); }

} // namespace corogql::language::validation
