#include "testing/graphql/parser.hpp"

namespace corogql::testing {

namespace {

std::string describe(const token& seen) {
    switch (seen.kind) {
    case token::type::end: return "<EOF>";
    case token::type::punctuator: return '"' + seen.text + '"';
    case token::type::name: return "Name \"" + seen.text + '"';
    case token::type::integer: return "Int \"" + seen.text + '"';
    case token::type::floating: return "Float \"" + seen.text + '"';
    case token::type::string: return "String \"" + seen.text + '"';
    }
    return {};
}

} // namespace

token parser_base::take() {
    auto taken = std::move(token_);
    token_ = lexer_.next();
    return taken;
}

bool parser_base::take_if(std::string_view punctuator) {
    if (!at(punctuator)) return false;
    take();
    return true;
}

void parser_base::expect(std::string_view punctuator) {
    if (!at(punctuator))
        syntax_error("Expected \"" + std::string(punctuator) + "\", found " + describe(token_) + '.', token_.where);
    take();
}

std::string parser_base::name() {
    if (token_.kind != token::type::name) syntax_error("Expected Name, found " + describe(token_) + '.', token_.where);
    return take().text;
}

void parser_base::unexpected() const { syntax_error("Unexpected " + describe(token_) + '.', token_.where); }

type_reference parser_base::type() {
    type_reference result;
    if (take_if("[")) {
        if (++depth_ > 200) syntax_error("Document is nested too deeply.", token_.where);
        result.item.push_back(type());
        expect("]");
        --depth_;
    } else {
        result.name = name();
    }
    result.non_null = take_if("!");
    return result;
}

input_value parser_base::value(bool constant) {
    if (at("[")) return list(constant);
    if (at("{")) return object(constant);
    input_value result;
    result.where = token_.where;
    if (at("$")) {
        if (constant) unexpected();
        take();
        result.kind = input_value::type::variable;
        result.text = name();
        return result;
    }
    switch (token_.kind) {
    case token::type::integer: result.kind = input_value::type::integer; break;
    case token::type::floating: result.kind = input_value::type::floating; break;
    case token::type::string: result.kind = input_value::type::string; break;
    case token::type::name:
        result.kind = at_word("true") || at_word("false") ? input_value::type::boolean
                      : at_word("null")                   ? input_value::type::null
                                                          : input_value::type::enumeration;
        break;
    default: unexpected();
    }
    result.text = take().text;
    return result;
}

input_value parser_base::list(bool constant) {
    input_value result;
    result.kind = input_value::type::list;
    result.where = take().where;
    if (++depth_ > 200) syntax_error("Document is nested too deeply.", token_.where);
    while (!take_if("]")) result.items.push_back(value(constant));
    --depth_;
    return result;
}

input_value parser_base::object(bool constant) {
    input_value result;
    result.kind = input_value::type::object;
    result.where = take().where;
    if (++depth_ > 200) syntax_error("Document is nested too deeply.", token_.where);
    while (!take_if("}")) {
        named_value field;
        field.name = name();
        expect(":");
        field.value = value(constant);
        result.fields.push_back(std::move(field));
    }
    --depth_;
    return result;
}

} // namespace corogql::testing
