// Definitions of schemas, types and directives, and their extensions (GraphQL specification, section 3).
#include "language/syntax/parser.hpp"

#include <algorithm>

namespace corogql::language {

namespace {

constexpr std::string_view directive_locations[]{
    "QUERY",
    "MUTATION",
    "SUBSCRIPTION",
    "FIELD",
    "FRAGMENT_DEFINITION",
    "FRAGMENT_SPREAD",
    "INLINE_FRAGMENT",
    "VARIABLE_DEFINITION",
    "SCHEMA",
    "SCALAR",
    "OBJECT",
    "FIELD_DEFINITION",
    "ARGUMENT_DEFINITION",
    "INTERFACE",
    "UNION",
    "ENUM",
    "ENUM_VALUE",
    "INPUT_OBJECT",
    "INPUT_FIELD_DEFINITION",
    "DIRECTIVE_DEFINITION",
};

constexpr std::pair<std::string_view, type_kind> type_words[]{
    {"scalar", type_kind::scalar},    {"type", type_kind::object},      {"interface", type_kind::interface},
    {"union", type_kind::union_type}, {"enum", type_kind::enumeration}, {"input", type_kind::input},
};

} // namespace

bool parser::type_system_definition(opening with) {
    if (!at(kind::name)) return false;
    if (at_word("schema")) return schema(std::move(with)), true;
    if (at_word("directive") && !with.extension) return directive(std::move(with)), true;
    for (const auto& [word, what] : type_words)
        if (at_word(word)) return type_of(what, std::move(with)), true;
    return false;
}

void parser::schema(opening with) {
    schema_definition result;
    result.where = with.begin;
    result.description = with.about;
    result.extension = with.extension;
    take();
    result.directives = directives(true);
    const auto root = [&] {
        auto& one = result.roots.emplace_back();
        one.where = here();
        const auto word = expect(kind::name);
        if (word.text == "mutation")
            one.kind = operation_kind::mutation;
        else if (word.text == "subscription")
            one.kind = operation_kind::subscription;
        else if (word.text != "query")
            unexpected(word);
        expect(kind::colon);
        one.type = name();
    };
    if (!with.extension && !at(kind::brace_open)) expect(kind::brace_open);
    each(kind::brace_open, kind::brace_close, root);
    if (with.extension && result.directives.empty() && result.roots.empty()) unexpected();
    into_.order.push_back(document::definition::schema);
    into_.schemas.push_back(std::move(result));
}

void parser::type_of(type_kind what, opening with) {
    type_definition result;
    result.kind = what;
    result.where = with.begin;
    result.description = with.about;
    result.extension = with.extension;
    take();
    result.name = name();
    if (what == type_kind::object || what == type_kind::interface) result.interfaces = interfaces();
    result.directives = directives(true);
    const auto in_braces = [&](const auto& item) {
        if (options_.lenient && take_if(kind::brace_open)) {
            while (!take_if(kind::brace_close)) item();
        } else {
            each(kind::brace_open, kind::brace_close, item);
        }
    };
    switch (what) {
    case type_kind::scalar: break;
    case type_kind::object:
    case type_kind::interface: in_braces([&] { result.fields.push_back(field_of_type()); }); break;
    case type_kind::union_type:
        if (take_if(kind::equals)) result.members = separated(kind::pipe);
        break;
    case type_kind::enumeration: in_braces([&] { result.values.push_back(enum_value()); }); break;
    case type_kind::input: in_braces([&] { result.inputs.push_back(input()); }); break;
    }
    const bool empty = result.directives.empty() && result.interfaces.empty() && result.fields.empty() &&
                       result.inputs.empty() && result.values.empty() && result.members.empty();
    if (with.extension && empty) unexpected();
    into_.order.push_back(document::definition::type);
    into_.types.push_back(std::move(result));
}

void parser::directive(opening with) {
    directive_definition result;
    result.where = with.begin;
    result.description = with.about;
    take();
    expect(kind::at);
    result.name = name();
    each(kind::paren_open, kind::paren_close, [&] { result.arguments.push_back(input()); });
    result.repeatable = take_if_word("repeatable");
    expect_word("on");
    take_if(kind::pipe);
    do {
        const auto word = token_;
        result.locations.push_back(name());
        if (std::find(std::begin(directive_locations), std::end(directive_locations), word.text) ==
            std::end(directive_locations))
            unexpected(word);
    } while (take_if(kind::pipe));
    into_.order.push_back(document::definition::directive);
    into_.directive_definitions.push_back(std::move(result));
}

std::vector<identifier> parser::interfaces() {
    if (!take_if_word("implements")) return {};
    auto result = separated(kind::ampersand);
    while (options_.lenient && at(kind::name)) result.push_back(name());
    return result;
}

std::vector<identifier> parser::separated(kind separator) {
    std::vector<identifier> result;
    take_if(separator);
    do result.push_back(name());
    while (take_if(separator));
    return result;
}

field_definition parser::field_of_type() {
    field_definition result;
    result.where = here();
    result.description = description();
    result.name = name();
    each(kind::paren_open, kind::paren_close, [&] { result.arguments.push_back(input()); });
    expect(kind::colon);
    result.type = type();
    result.directives = directives(true);
    return result;
}

input_definition parser::input() {
    input_definition result;
    result.where = here();
    result.description = description();
    result.name = name();
    expect(kind::colon);
    result.type = type();
    if (take_if(kind::equals)) result.default_value = value(true);
    result.directives = directives(true);
    return result;
}

enum_value_definition parser::enum_value() {
    enum_value_definition result;
    result.where = here();
    result.description = description();
    result.name = name();
    if (const auto text = result.name.text; text == "true" || text == "false" || text == "null")
        throw syntax_error("Name \"" + std::string(text) + "\" is reserved and cannot be used for an enum value.",
                           result.name.where);
    result.directives = directives(true);
    return result;
}

} // namespace corogql::language
