#include "testing/graphql/document.hpp"

#include "testing/graphql/parser.hpp"

namespace corogql::testing {

namespace {

class document_parser : parser_base {
public:
    using parser_base::parser_base;

    document parse() {
        document result;
        do {
            if (at_word("fragment"))
                result.fragments.push_back(parse_fragment());
            else
                result.operations.push_back(parse_operation());
        } while (!at_end());
        return result;
    }

private:
    operation parse_operation() {
        operation result;
        result.where = token_.where;
        if (!at("{")) {
            if (!at_word("query") && !at_word("mutation") && !at_word("subscription")) unexpected();
            result.type = take().text;
            if (token_.kind == token::type::name) result.name = take().text;
            if (at("(")) result.variables = variables();
            result.directives = directives();
        }
        result.selections = selections();
        return result;
    }

    fragment parse_fragment() {
        fragment result;
        result.where = take().where;
        if (at_word("on")) unexpected();
        result.name = name();
        if (!at_word("on")) unexpected();
        take();
        result.type_condition = name();
        directives();
        result.selections = selections();
        return result;
    }

    std::vector<variable_definition> variables() {
        std::vector<variable_definition> result;
        expect("(");
        do {
            variable_definition variable;
            variable.where = token_.where;
            expect("$");
            variable.name = name();
            expect(":");
            variable.type = type();
            if (take_if("=")) variable.default_value = value(true);
            directives();
            result.push_back(std::move(variable));
        } while (!take_if(")"));
        return result;
    }

    std::vector<directive> directives() {
        std::vector<directive> result;
        while (at("@")) {
            directive one;
            one.where = take().where;
            one.name = name();
            one.arguments = arguments();
            result.push_back(std::move(one));
        }
        return result;
    }

    std::vector<argument> arguments() {
        std::vector<argument> result;
        if (!take_if("(")) return result;
        do {
            argument one;
            one.where = token_.where;
            one.name = name();
            expect(":");
            one.value = value(false);
            result.push_back(std::move(one));
        } while (!take_if(")"));
        return result;
    }

    std::vector<selection> selections() {
        if (++depth_ > 200) syntax_error("Document is nested too deeply.", token_.where);
        std::vector<selection> result;
        expect("{");
        do result.push_back(at("...") ? fragment_selection() : field());
        while (!take_if("}"));
        --depth_;
        return result;
    }

    selection field() {
        selection result;
        result.where = token_.where;
        result.alias = result.name = name();
        if (take_if(":")) result.name = name();
        result.arguments = arguments();
        result.directives = directives();
        if (at("{")) result.selections = selections();
        return result;
    }

    selection fragment_selection() {
        selection result;
        result.where = take().where;
        if (token_.kind == token::type::name && !at_word("on")) {
            result.kind = selection::type::spread;
            result.name = take().text;
            result.directives = directives();
            return result;
        }
        result.kind = selection::type::inline_fragment;
        if (at_word("on")) {
            take();
            result.type_condition = name();
        }
        result.directives = directives();
        result.selections = selections();
        return result;
    }

    unsigned depth_ = 0;
};

} // namespace

std::string type_reference::text() const {
    return (is_list() ? '[' + item.front().text() + ']' : name) + (non_null ? "!" : "");
}

const fragment* document::find_fragment(std::string_view name) const noexcept {
    for (const auto& one : fragments)
        if (one.name == name) return &one;
    return nullptr;
}

document parse_document(std::string_view text) { return document_parser(text).parse(); }

} // namespace corogql::testing
