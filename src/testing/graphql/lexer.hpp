/// A lexer makes tokens of GraphQL documents (GraphQL specification, section 2.1), executable ones and schemas alike.
#pragma once

#include <corogql/graphql_error.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::testing {

/// A request that is refused before it has a result; `execution` is the stage of a subscription that cannot begin.
/// Errors without a code of their own get the word that Apollo Server has for the stage.
class request_error : public std::runtime_error {
public:
    enum class stage { syntax, validation, variables, execution };

    request_error(stage at, std::vector<graphql_error> errors);

    stage at() const noexcept { return at_; }
    const std::vector<graphql_error>& errors() const noexcept { return errors_; }

private:
    stage at_;
    std::vector<graphql_error> errors_;
};

struct token {
    enum class type { end, punctuator, name, integer, floating, string };
    type kind = type::end;
    std::string text; ///< The text of a string is its value, escapes and indentation undone.
    source_location where;
};

class lexer {
public:
    explicit lexer(std::string_view text) : text_(text) {}

    /// Returns the next token. Throws request_error (syntax).
    token next();

private:
    [[noreturn]] void fail(const std::string& what) const;
    void skip_ignored();
    source_location place(std::size_t offset) const;
    token number();
    token string();
    token block_string();
    void escape(std::string& out);
    unsigned hex4();
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_begin_ = 0;
    std::int64_t line_ = 1;
};

/// Throws a syntax error at `where`, worded as servers do: "Syntax Error: …".
[[noreturn]] void syntax_error(const std::string& what, source_location where);

} // namespace corogql::testing
