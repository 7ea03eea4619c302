#include "language/validation/walk.hpp"

#include "language/validation/rule.hpp"

namespace corogql::language::validation {

namespace {

std::string_view location_of(operation_kind kind) noexcept {
    return kind == operation_kind::query ? "QUERY" : kind == operation_kind::mutation ? "MUTATION" : "SUBSCRIPTION";
}

known_type type_of(const type_definition* named, place where = {}) noexcept {
    return named ? known_type{{named->name.text, where, where}, named} : known_type{};
}

} // namespace

void walker::visit(const document& what) {
    tell(&rule::enter_document);
    auto operation = what.operations.begin();
    auto fragment = what.fragments.begin();
    for (const auto kind : what.order) {
        if (kind == document::definition::operation) visit(*operation++);
        if (kind == document::definition::fragment) visit(*fragment++);
    }
    tell(&rule::leave_document);
}

void walker::visit(const operation& node) {
    tell(&rule::enter_operation, node);
    for (const auto& one : node.variables) visit(one);
    visit_uses(node);
    tell(&rule::leave_operation, node);
}

void walker::visit_uses(const operation& node) {
    type_context at;
    if (const auto* root = schema_.root(node.kind); root && root->kind == type_kind::object) at.type = type_of(root);
    visit(node.directives, location_of(node.kind), at);
    visit(node.selections, false, at);
}

void walker::visit(const variable_definition& node) {
    tell(&rule::enter_variable, node);
    type_context at;
    at.input = input_type(schema_, node.type);
    tell(&rule::enter_type_name, node.type.name, node.type.name_where);
    if (node.default_value) visit(*node.default_value, at);
    visit(node.directives, "VARIABLE_DEFINITION", at);
}

void walker::visit(const fragment& node) {
    tell(&rule::enter_fragment, node);
    tell(&rule::enter_type_name, node.type_condition.text, node.type_condition.where);
    visit_uses(node);
}

void walker::visit_uses(const fragment& node) {
    type_context at;
    if (const auto* type = schema_.find(node.type_condition.text); type && type->is_output()) at.type = type_of(type);
    visit(node.directives, "FRAGMENT_DEFINITION", at);
    visit(node.selections, false, at);
}

void walker::visit(const std::vector<selection>& nodes, bool inlined, type_context at) {
    at.parent = at.type && at.type.named->is_composite() ? at.type.named : nullptr;
    tell(&rule::enter_selections, nodes, inlined, at);
    for (const auto& one : nodes) {
        if (one.kind == selection::type::field) {
            visit_field(one, at);
        } else if (one.kind == selection::type::inline_fragment) {
            visit_inline_fragment(one, at);
        } else {
            tell(&rule::enter_spread, one, at);
            visit(one.directives, "FRAGMENT_SPREAD", at);
        }
    }
}

void walker::visit_field(const selection& node, type_context at) {
    at.field = at.parent ? schema_.field(*at.parent, node.name.text) : nullptr;
    at.type = at.field ? output_type(schema_, at.field->type) : known_type{};
    tell(&rule::enter_field, node, at);
    visit(node.arguments, at);
    visit(node.directives, "FIELD", at);
    if (!node.selections.empty()) visit(node.selections, false, at);
    tell(&rule::leave_field, node, at);
}

void walker::visit_inline_fragment(const selection& node, type_context at) {
    if (node.type_condition) {
        const auto* type = schema_.find(node.type_condition->text);
        at.type = type && type->is_output() ? type_of(type) : known_type{};
    } else {
        at.type = type_of(at.type.named);
    }
    tell(&rule::enter_inline_fragment, node, at);
    if (node.type_condition) tell(&rule::enter_type_name, node.type_condition->text, node.type_condition->where);
    visit(node.directives, "INLINE_FRAGMENT", at);
    visit(node.selections, true, at);
}

void walker::visit(const directives& nodes, std::string_view location, const type_context& at) {
    for (const auto& one : nodes) {
        auto within = at;
        within.directive = schema_.find_directive(one.name.text);
        tell(&rule::enter_directive, one, location);
        visit(one.arguments, within);
        tell(&rule::leave_directive, one);
    }
}

void walker::visit(const std::vector<argument>& nodes, const type_context& at) {
    for (const auto& one : nodes) {
        auto within = at;
        within.argument = at.directive ? at.directive->argument(one.name.text)
                          : at.field   ? at.field->argument(one.name.text)
                                       : nullptr;
        within.parent_input = at.input;
        within.input = within.argument ? input_type(schema_, within.argument->type) : known_type{};
        within.has_default = within.argument && defaults_.has(*within.argument);
        tell(&rule::enter_argument, one, within);
        visit(one.value, within);
    }
}

void walker::visit(const value& node, type_context at) {
    if (node.kind == value::type::list) {
        const auto list = at.input.written.nullable();
        at.parent_input = at.input;
        at.input.written = list.is_list() ? list.item() : list;
        at.has_default = false;
    }
    at.enum_value = node.kind == value::type::enumeration && at.input ? at.input.named->value(node.text) : nullptr;
    tell(&rule::enter_value, node, at);
    for (const auto& one : node.items) visit(one, at);
    for (const auto& one : node.fields) {
        auto within = at;
        const auto* field = at.input ? at.input.named->input(one.name.text) : nullptr;
        within.parent_input = at.input;
        within.input = field ? input_type(schema_, field->type) : known_type{};
        within.has_default = field && defaults_.has(*field);
        tell(&rule::enter_object_field, one, within);
        visit(one.value, within);
    }
    tell(&rule::leave_value, node);
}

} // namespace corogql::language::validation
