/// A lexer makes tokens of a text (GraphQL specification, section 2.1), of documents and schemas alike. Its errors are
/// worded as the reference implementation's.
#pragma once

#include "language/diagnostic.hpp"

namespace corogql::language {

struct token {
    enum class type {
        end,
        exclamation,
        dollar,
        ampersand,
        paren_open,
        paren_close,
        spread,
        colon,
        equals,
        at,
        bracket_open,
        bracket_close,
        brace_open,
        pipe,
        brace_close,
        name,
        integer,
        floating,
        string,
        block_string,
    };

    type kind = type::end;
    std::uint32_t offset = 0;
    std::string_view text; ///< What stands in the source; quotes and escapes included.
};

/// Returns what the reference implementation calls a kind of token: `"{"`, `Name`, `<EOF>`.
std::string_view kind_text(token::type kind) noexcept;

class lexer {
public:
    /// Throws syntax_error for a text that is not UTF-8.
    explicit lexer(const source& in);

    /// Throws syntax_error. At the end it goes on giving `end`.
    token next();

private:
    [[noreturn]] void fail(const std::string& what, std::size_t offset) const;
    bool skip_ignored();
    token made(token::type kind, std::size_t end);
    token number();
    token string();
    token block_string();
    std::size_t digits(std::size_t at) const;
    std::size_t escape(std::size_t at) const;
    char at(std::size_t offset) const noexcept { return offset < text_.size() ? text_[offset] : '\0'; }
    bool is_digit(std::size_t offset) const noexcept { return at(offset) >= '0' && at(offset) <= '9'; }
    /// Returns how messages show the character at an offset: `"a"`, `U+00E9`, `<EOF>`.
    std::string shown(std::size_t offset) const;

    const source& source_;
    std::string_view text_;
    std::size_t begin_ = 0;
};

} // namespace corogql::language
