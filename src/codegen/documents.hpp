/// What is sent of a document: one operation with its fragments, as short as can be.
#pragma once

#include "codegen/selections.hpp"

namespace corogql::codegen {

/// Returns the fragments that an operation needs, at any depth, in the order of their names.
std::vector<std::string> fragments_of(const language::operation& what, const language::document& all);

/// Returns the text to send. The generator's own directives are left out, and `__typename` is asked for where structs
/// depend on it.
std::string text_to_send(const language::operation& what, const language::document& all, const language::schema& schema,
                         selections& structs);

} // namespace corogql::codegen
