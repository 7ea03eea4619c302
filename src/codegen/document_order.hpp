/// Headers of documents include each other, where one spreads the other's fragments.
#pragma once

#include "language/diagnostic.hpp"
#include "language/syntax/ast.hpp"

namespace corogql::codegen {

/// Returns what keeps documents from having headers: two of one name, or two that need each other.
std::vector<language::diagnostic> check_order(const language::document& all, const std::vector<std::string>& names);

} // namespace corogql::codegen
