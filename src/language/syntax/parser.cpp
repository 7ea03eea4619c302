#include "language/syntax/parser.hpp"

#include "language/syntax/string_value.hpp"

namespace corogql::language {

namespace {

std::string describe(const token& seen) {
    std::string text(kind_text(seen.kind));
    switch (seen.kind) {
    case token::type::name:
    case token::type::integer:
    case token::type::floating: text.append(" \"").append(seen.text).append("\""); break;
    case token::type::string:
    case token::type::block_string: text += " \"" + string_value(seen) + '"'; break;
    default: break;
    }
    return text;
}

} // namespace

parser::parser(document& into, const source& text, const parse_options& options)
    : into_(into), options_(options), source_(text), lexer_(text), token_(lexer_.next()) {}

parser::level::level(parser& counted) : parser_(counted) {
    if (++parser_.depth_ > parser_.options_.max_depth)
        throw syntax_error("Document is nested more than " + std::to_string(parser_.options_.max_depth) +
                               " levels deep.",
                           parser_.here());
}

token parser::take() {
    const auto taken = token_;
    if (options_.max_tokens && ++tokens_ > options_.max_tokens)
        throw syntax_error(
            "Document contains more than " + std::to_string(options_.max_tokens) + " tokens. Parsing aborted.", here());
    token_ = lexer_.next();
    return taken;
}

bool parser::take_if(kind wanted) {
    if (!at(wanted)) return false;
    take();
    return true;
}

bool parser::take_if_word(std::string_view word) {
    if (!at_word(word)) return false;
    take();
    return true;
}

token parser::expect(kind wanted) {
    if (!at(wanted))
        throw syntax_error("Expected " + std::string(kind_text(wanted)) + ", found " + describe(token_) + '.', here());
    return take();
}

void parser::expect_word(std::string_view word) {
    if (!take_if_word(word))
        throw syntax_error("Expected \"" + std::string(word) + "\", found " + describe(token_) + '.', here());
}

identifier parser::name() {
    const auto where = here();
    return {expect(kind::name).text, where};
}

void parser::unexpected(const token& seen) const {
    throw syntax_error("Unexpected " + describe(seen) + '.', {&source_, seen.offset});
}

type_reference parser::type() {
    type_reference result;
    result.where = here();
    while (at(kind::bracket_open)) {
        if (result.lists == type_reference::most_lists) throw syntax_error("Lists nest too deeply.", here());
        take();
        ++result.lists;
    }
    result.name_where = here();
    result.name = expect(kind::name).text;
    for (unsigned around = 0;; ++around) {
        if (take_if(kind::exclamation)) result.non_nulls |= std::uint64_t(1) << around;
        if (around == result.lists) return result;
        expect(kind::bracket_close);
    }
}

value parser::value(bool constant) {
    if (at(kind::bracket_open)) return list(constant);
    if (at(kind::brace_open)) return object(constant);
    language::value result;
    result.where = here();
    using type = language::value::type;
    switch (token_.kind) {
    case kind::dollar: {
        const auto dollar = take();
        if (constant && at(kind::name))
            throw syntax_error("Unexpected variable \"$" + std::string(token_.text) + "\" in constant value.",
                               result.where);
        if (constant) unexpected(dollar);
        result.kind = type::variable;
        result.text = name().text;
        return result;
    }
    case kind::integer: result.kind = type::integer; break;
    case kind::floating: result.kind = type::floating; break;
    case kind::string:
    case kind::block_string:
        result.kind = type::string;
        result.block = at(kind::block_string);
        result.text = into_.keep(string_value(take()));
        return result;
    case kind::name:
        result.kind = at_word("true") || at_word("false") ? type::boolean
                      : at_word("null")                   ? type::null
                                                          : type::enumeration;
        break;
    default: unexpected();
    }
    result.text = take().text;
    return result;
}

value parser::list(bool constant) {
    const level inside(*this);
    language::value result;
    result.kind = language::value::type::list;
    result.where = here();
    take();
    while (!take_if(kind::bracket_close)) result.items.push_back(value(constant));
    return result;
}

value parser::object(bool constant) {
    const level inside(*this);
    language::value result;
    result.kind = language::value::type::object;
    result.where = here();
    take();
    while (!take_if(kind::brace_close)) {
        object_field field;
        field.name = name();
        expect(kind::colon);
        field.value = value(constant);
        result.fields.push_back(std::move(field));
    }
    return result;
}

directives parser::directives(bool constant) {
    language::directives result;
    while (at(kind::at)) {
        auto& one = result.emplace_back();
        one.where = here();
        take();
        one.name = name();
        one.arguments = arguments(constant);
    }
    return result;
}

std::vector<argument> parser::arguments(bool constant) {
    std::vector<argument> result;
    each(kind::paren_open, kind::paren_close, [&] {
        auto& one = result.emplace_back();
        one.name = name();
        expect(kind::colon);
        one.value = value(constant);
    });
    return result;
}

std::optional<description> parser::description() {
    if (!at(kind::string) && !at(kind::block_string)) return std::nullopt;
    language::description result;
    result.where = here();
    result.block = at(kind::block_string);
    result.text = into_.keep(string_value(take()));
    return result;
}

} // namespace corogql::language
