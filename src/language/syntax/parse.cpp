#include "language/syntax/parse.hpp"

#include "language/syntax/parser.hpp"

namespace corogql::language {

document parse(std::shared_ptr<const source> text, const parse_options& options) {
    document result;
    parser(result, *text, options).definitions();
    result.sources.push_back(std::move(text));
    return result;
}

document parse(std::string text, const parse_options& options) {
    return parse(std::make_shared<const source>("GraphQL request", std::move(text)), options);
}

value parse_value(document& into, std::shared_ptr<const source> text, const parse_options& options) {
    auto result = parser(into, *text, options).whole_value();
    into.sources.push_back(std::move(text));
    return result;
}

language::value parser::whole_value() {
    auto result = value(true);
    expect(kind::end);
    return result;
}

void parser::definitions() {
    do {
        opening with{description(), here(), false};
        const bool described = with.about.has_value();
        const auto begin = with.begin = described ? with.about->where : with.begin;
        if (at(kind::brace_open) && described)
            throw syntax_error("Unexpected description, descriptions are not supported on shorthand queries.", begin);
        if (at(kind::brace_open) || at_word("query") || at_word("mutation") || at_word("subscription")) {
            operation(std::move(with));
        } else if (at_word("fragment")) {
            fragment(std::move(with));
        } else if (at_word("extend") && !described) {
            take();
            with.extension = true;
            if (!type_system_definition(std::move(with))) unexpected();
        } else if (!type_system_definition(std::move(with))) {
            if (described && at(kind::name))
                throw syntax_error("Unexpected description, only GraphQL definitions support descriptions.", begin);
            unexpected();
        }
    } while (!at(kind::end));
}

} // namespace corogql::language
