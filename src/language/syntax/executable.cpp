// Operations and fragments (GraphQL specification, sections 2.3 to 2.8).
#include "language/syntax/parser.hpp"

namespace corogql::language {

void parser::operation(opening with) {
    language::operation result;
    result.where = with.begin;
    result.description = with.about;
    result.shorthand = at(kind::brace_open);
    if (!result.shorthand) {
        const auto word = take().text;
        result.kind = word == "query"      ? operation_kind::query
                      : word == "mutation" ? operation_kind::mutation
                                           : operation_kind::subscription;
        if (at(kind::name)) result.name = name();
        each(kind::paren_open, kind::paren_close, [&] { result.variables.push_back(variable()); });
        result.directives = directives(false);
    }
    result.selections = selections();
    into_.order.push_back(document::definition::operation);
    into_.operations.push_back(std::move(result));
}

void parser::fragment(opening with) {
    language::fragment result;
    result.where = with.begin;
    result.description = with.about;
    take();
    if (at_word("on")) unexpected();
    result.name = name();
    expect_word("on");
    result.type_condition = name();
    result.directives = directives(false);
    result.selections = selections();
    into_.order.push_back(document::definition::fragment);
    into_.fragments.push_back(std::move(result));
}

variable_definition parser::variable() {
    variable_definition result;
    result.description = description();
    result.where = here();
    expect(kind::dollar);
    result.name = name();
    expect(kind::colon);
    result.type = type();
    if (take_if(kind::equals)) result.default_value = value(true);
    result.directives = directives(true);
    return result;
}

std::vector<selection> parser::selections() {
    const level inside(*this);
    std::vector<selection> result;
    expect(kind::brace_open);
    do result.push_back(at(kind::spread) ? fragment_selection() : field());
    while (!take_if(kind::brace_close));
    return result;
}

selection parser::field() {
    selection result;
    result.where = here();
    result.name = name();
    if (take_if(kind::colon)) {
        result.alias = result.name;
        result.name = name();
    }
    result.arguments = arguments(false);
    result.directives = directives(false);
    if (at(kind::brace_open)) {
        result.braces = here();
        result.selections = selections();
    }
    return result;
}

selection parser::fragment_selection() {
    selection result;
    result.where = here();
    take();
    if (at(kind::name) && !at_word("on")) {
        result.kind = selection::type::spread;
        result.name = name();
        result.directives = directives(false);
        return result;
    }
    result.kind = selection::type::inline_fragment;
    if (take_if_word("on")) result.type_condition = name();
    result.directives = directives(false);
    result.braces = here();
    result.selections = selections();
    return result;
}

} // namespace corogql::language
