/// What strings mean is found only where somebody asks for it, most descriptions being read by nobody.
#pragma once

#include "language/syntax/lexer.hpp"

namespace corogql::language {

/// Returns the characters that a token of a string stands for, escapes undone (GraphQL specification, section 2.9.4).
std::string string_value(const token& string);

/// Returns the characters of a block string: without its common indentation, and without the blank lines at both ends.
std::string block_string_value(std::string_view between_quotes);

/// Returns a block string's text as it is printed: on lines of its own where that is needed.
std::string print_block_string(std::string_view value, bool minimal = false);

/// Whether a block string can stand for a text without changing it.
bool printable_as_block_string(std::string_view value) noexcept;

/// Returns a string in double quotes, with escapes.
std::string print_string(std::string_view value);

} // namespace corogql::language
