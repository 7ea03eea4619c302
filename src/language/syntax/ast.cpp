#include "language/syntax/ast.hpp"

#include <algorithm>
#include <iterator>

namespace corogql::language {

namespace {

template <class Nodes>
auto named(const Nodes& nodes, std::string_view name) noexcept -> const typename Nodes::value_type* {
    for (const auto& one : nodes)
        if (one.name.text == name) return &one;
    return nullptr;
}

template <class Nodes>
auto named(const Nodes& nodes, const name_index& by_name, std::string_view name) noexcept -> const
    typename Nodes::value_type* {
    if (by_name.size() != nodes.size()) return named(nodes, name);
    const auto found =
        std::lower_bound(by_name.begin(), by_name.end(), name,
                         [&](std::uint32_t at, std::string_view wanted) { return nodes[at].name.text < wanted; });
    return found != by_name.end() && nodes[*found].name.text == name ? &nodes[*found] : nullptr;
}

bool holds(const std::vector<identifier>& names, std::string_view name) noexcept {
    return std::any_of(names.begin(), names.end(), [&](const identifier& one) { return one.text == name; });
}

template <class T>
void move_behind(std::vector<T>& all, std::vector<T>& more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

} // namespace

std::string type_reference::text() const {
    std::string result(lists, '[');
    result += name;
    for (unsigned level = 0;; ++level) {
        if (non_nulls >> level & 1) result += '!';
        if (level == lists) return result;
        result += ']';
    }
}

std::string_view text_of(operation_kind kind) noexcept {
    return kind == operation_kind::query ? "query" : kind == operation_kind::mutation ? "mutation" : "subscription";
}

const argument* directive::find(std::string_view argument_name) const noexcept {
    return named(arguments, argument_name);
}

const directive* find(const directives& all, std::string_view name) noexcept { return named(all, name); }

const input_definition* field_definition::argument(std::string_view wanted) const noexcept {
    return named(arguments, arguments_by_name, wanted);
}

bool type_definition::implements(std::string_view interface_name) const noexcept {
    return holds(interfaces, interface_name);
}

const field_definition* type_definition::field(std::string_view wanted) const noexcept {
    return named(fields, fields_by_name, wanted);
}

const input_definition* type_definition::input(std::string_view wanted) const noexcept {
    return named(inputs, inputs_by_name, wanted);
}

const enum_value_definition* type_definition::value(std::string_view wanted) const noexcept {
    return named(values, values_by_name, wanted);
}

const input_definition* directive_definition::argument(std::string_view wanted) const noexcept {
    return named(arguments, arguments_by_name, wanted);
}

bool directive_definition::allowed_on(std::string_view location) const noexcept { return holds(locations, location); }

std::string_view document::keep(std::string text) { return strings.emplace_back(std::move(text)); }

void document::append(document other) {
    move_behind(operations, other.operations);
    move_behind(fragments, other.fragments);
    move_behind(schemas, other.schemas);
    move_behind(types, other.types);
    move_behind(directive_definitions, other.directive_definitions);
    move_behind(order, other.order);
    move_behind(sources, other.sources);
    strings.splice(strings.end(), other.strings);
}

const fragment* document::find_fragment(std::string_view name) const noexcept { return named(fragments, name); }

} // namespace corogql::language
