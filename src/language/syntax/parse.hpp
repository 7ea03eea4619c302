/// The reference implementation's parser is the measure, of what is taken as of how refusals are worded.
#pragma once

#include "language/diagnostic.hpp"
#include "language/syntax/ast.hpp"

namespace corogql::language {

struct parse_options {
    /// How deep selections, lists and objects may nest, which bounds all recursion behind the parser too.
    unsigned max_depth = 200;
    /// How many tokens a text may have; 0: as many as it likes.
    std::size_t max_tokens = 0;
    /// Takes what real schemas hold from earlier drafts: no fields between the braces of a type, and lists of
    /// interfaces without ampersands.
    bool lenient = false;
};

/// Parses a text with definitions of any kind. Throws syntax_error.
document parse(std::shared_ptr<const source> text, const parse_options& options = {});
/// Parses a text that is no file's, and is called "GraphQL request" in messages.
document parse(std::string text, const parse_options& options = {});
/// Parses one value without variables, as default values stand in an introspection. Throws syntax_error.
value parse_value(document& into, std::shared_ptr<const source> text, const parse_options& options = {});

} // namespace corogql::language
