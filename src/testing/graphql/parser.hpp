/// The parsers of documents and of schemas share this: one token of look-ahead, values and types.
#pragma once

#include "testing/graphql/document.hpp"

namespace corogql::testing {

class parser_base {
public:
    explicit parser_base(std::string_view text) : lexer_(text), token_(lexer_.next()) {}

protected:
    bool at(std::string_view punctuator) const {
        return token_.kind == token::type::punctuator && token_.text == punctuator;
    }
    bool at_word(std::string_view word) const { return token_.kind == token::type::name && token_.text == word; }
    bool at_end() const { return token_.kind == token::type::end; }

    token take();
    bool take_if(std::string_view punctuator);
    void expect(std::string_view punctuator);
    std::string name();
    [[noreturn]] void unexpected() const;

    type_reference type();
    /// Parses a value. `constant` forbids variables.
    input_value value(bool constant);

    lexer lexer_;
    token token_;

private:
    input_value list(bool constant);
    input_value object(bool constant);
    unsigned depth_ = 0;
};

} // namespace corogql::testing
