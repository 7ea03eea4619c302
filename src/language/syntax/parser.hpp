/// A parser looks one token ahead. What it reads is added to a document, which keeps the texts.
#pragma once

#include "language/syntax/lexer.hpp"
#include "language/syntax/parse.hpp"

namespace corogql::language {

class parser {
public:
    parser(document& into, const source& text, const parse_options& options);

    void definitions();
    language::value whole_value();

private:
    using kind = token::type;

    /// What stands before the keyword of a definition.
    struct opening {
        std::optional<language::description> about;
        place begin;
        bool extension = false;
    };

    /// Counts how deep the parser is in what can nest.
    class level {
    public:
        explicit level(parser& counted);
        ~level() { --parser_.depth_; }
        level(const level&) = delete;
        level& operator=(const level&) = delete;

    private:
        parser& parser_;
    };

    bool at(kind wanted) const noexcept { return token_.kind == wanted; }
    bool at_word(std::string_view word) const noexcept { return at(kind::name) && token_.text == word; }
    place here() const noexcept { return {&source_, token_.offset}; }

    token take();
    bool take_if(kind wanted);
    bool take_if_word(std::string_view word);
    token expect(kind wanted);
    void expect_word(std::string_view word);
    [[noreturn]] void unexpected() const { unexpected(token_); }
    [[noreturn]] void unexpected(const token& seen) const;

    // What stands in both languages (parser.cpp).
    identifier name();
    type_reference type();
    language::value value(bool constant);
    language::value list(bool constant);
    language::value object(bool constant);
    language::directives directives(bool constant);
    std::vector<argument> arguments(bool constant);
    std::optional<language::description> description();

    /// Reads items up to the closing token: at least one, unless there is no opening token either.
    template <class Item>
    void each(kind open, kind close, const Item& item);

    // What is executed (executable.cpp).
    void operation(opening with);
    void fragment(opening with);
    variable_definition variable();
    std::vector<selection> selections();
    selection field();
    selection fragment_selection();

    // What describes a schema (type_system.cpp); false where the word begins nothing of that kind.
    bool type_system_definition(opening with);
    void schema(opening with);
    void type_of(type_kind kind, opening with);
    void directive(opening with);
    std::vector<identifier> interfaces();
    field_definition field_of_type();
    input_definition input();
    enum_value_definition enum_value();
    std::vector<identifier> separated(kind separator);

    document& into_;
    const parse_options options_;
    const source& source_;
    lexer lexer_;
    token token_;
    unsigned depth_ = 0;
    std::size_t tokens_ = 0;
};

template <class Item>
void parser::each(kind open, kind close, const Item& item) {
    if (!take_if(open)) return;
    do item();
    while (!take_if(close));
}

} // namespace corogql::language
