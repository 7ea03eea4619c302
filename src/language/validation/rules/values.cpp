// Literals are of the type that is expected where they stand.
#include "language/schema/applied.hpp"
#include "language/schema/built_in.hpp"
#include "language/suggestion.hpp"
#include "language/syntax/print.hpp"
#include "language/validation/rules/rules.hpp"

#include <unordered_set>

namespace corogql::language::validation {

namespace {

constexpr std::string_view values_rule_name = "ValuesOfCorrectType";

class values_of_correct_type_rule final : public rule {
public:
    using rule::rule;

    void enter_value(const value& node, const type_context& at) override {
        if (within_refused_) return;
        switch (node.kind) {
        case value::type::variable: return;
        case value::type::null:
            if (at.input && at.input.written.non_null()) report_unexpected(node, at.input);
            return;
        case value::type::list:
            if (at.parent_input && at.parent_input.written.is_list()) return;
            within_refused_ = &node;
            break;
        case value::type::object:
            if (at.input && at.input.named->kind == type_kind::input) return look_at_object(node, *at.input.named);
            within_refused_ = &node;
            break;
        default: break;
        }
        if (at.input) look_at_leaf(node, at.input);
    }

    void leave_value(const value& node) override {
        if (within_refused_ == &node) within_refused_ = nullptr;
    }

    void enter_object_field(const object_field& node, const type_context& at) override {
        if (within_refused_ || at.input || !at.parent_input || at.parent_input.named->kind != type_kind::input) return;
        const auto& type = *at.parent_input.named;
        in_.report(values_rule_name,
                   "Field \"" + std::string(node.name.text) + "\" is not defined by type \"" +
                       std::string(type.name.text) + "\"." +
                       did_you_mean(names_like(node.name.text, names_of(type.inputs))),
                   {node.name.where});
    }

private:
    void look_at_object(const value& node, const type_definition& type) {
        std::unordered_map<std::string_view, const value*> fields;
        for (const auto& one : node.fields) fields[one.name.text] = &one.value;
        for (const auto& one : type.inputs)
            if (in_.required(one) && !fields.contains(one.name.text))
                in_.report(values_rule_name,
                           "Field \"" + std::string(type.name.text) + '.' + std::string(one.name.text) +
                               "\" of required type \"" + one.type.text() + "\" was not provided.",
                           {node.where});
        if (!is_one_of(type.directives)) return;
        if (fields.size() != 1)
            in_.report(values_rule_name,
                       "OneOf Input Object \"" + std::string(type.name.text) + "\" must specify exactly one key.",
                       {node.where});
        else if (fields.begin()->second->kind == value::type::null)
            in_.report(values_rule_name,
                       "Field \"" + std::string(type.name.text) + '.' + std::string(fields.begin()->first) +
                           "\" must be non-null.",
                       {node.where});
    }

    void look_at_leaf(const value& node, const known_type& type) {
        if (type.named->kind == type_kind::enumeration)
            look_at_enum(node, *type.named);
        else if (type.named->kind != type_kind::scalar)
            report_unexpected(node, type);
        else if (is_built_in_scalar(type.named->name.text))
            look_at_scalar(node, type.named->name.text);
    }

    void look_at_enum(const value& node, const type_definition& type) {
        const bool is_name = node.kind == value::type::enumeration;
        if (is_name && type.value(node.text)) return;
        const auto text = print(node);
        const auto name = '"' + std::string(type.name.text) + '"';
        in_.report(values_rule_name,
                   (is_name ? "Value \"" + text + "\" does not exist in " + name + " enum."
                            : "Enum " + name + " cannot represent non-enum value: " + text + '.') +
                       did_you_mean(names_like(text, names_of(type.values)), "the enum value "),
                   {node.where});
    }

    void look_at_scalar(const value& node, std::string_view type) {
        const auto is = [&](value::type kind) { return node.kind == kind; };
        const bool integer = is(value::type::integer);
        std::string message;
        if (type == "Int" && integer && !is_int(node.text))
            message = "Int cannot represent non 32-bit signed integer value: ";
        else if (type == "Int" && !integer)
            message = "Int cannot represent non-integer value: ";
        else if (type == "Float" && !integer && !is(value::type::floating))
            message = "Float cannot represent non numeric value: ";
        else if (type == "String" && !is(value::type::string))
            message = "String cannot represent a non string value: ";
        else if (type == "Boolean" && !is(value::type::boolean))
            message = "Boolean cannot represent a non boolean value: ";
        else if (type == "ID" && !integer && !is(value::type::string))
            message = "ID cannot represent a non-string and non-integer value: ";
        if (!message.empty()) in_.report(values_rule_name, message + print(node), {node.where});
    }

    void report_unexpected(const value& node, const known_type& type) {
        in_.report(values_rule_name, "Expected value of type \"" + type.text() + "\", found " + print(node) + '.',
                   {node.where});
    }

    const value* within_refused_ = nullptr; ///< What is in a value that was refused as a whole is not looked at.
};

class unique_input_field_names_rule final : public rule {
public:
    using rule::rule;

    void enter_value(const value& node, const type_context&) override {
        if (node.kind == value::type::object) objects_.emplace_back();
    }

    void leave_value(const value& node) override {
        if (node.kind == value::type::object) objects_.pop_back();
    }

    void enter_object_field(const object_field& node, const type_context&) override {
        const auto [at, added] = objects_.back().try_emplace(node.name.text, node.name.where);
        if (!added)
            in_.report("UniqueInputFieldNames",
                       "There can be only one input field named \"" + std::string(node.name.text) + "\".",
                       {at->second, node.name.where});
    }

private:
    std::vector<std::unordered_map<std::string_view, place>> objects_;
};

} // namespace

rule_pointer values_of_correct_type(context& in) { return std::make_unique<values_of_correct_type_rule>(in); }
rule_pointer unique_input_field_names(context& in) { return std::make_unique<unique_input_field_names_rule>(in); }

} // namespace corogql::language::validation
