/// C++ is generated of GitHub's schema and twenty documents.
#pragma once

#include "language.hpp"

#include <string>
#include <utility>
#include <vector>

namespace corogql::bench {

/// The files that were generated, by their names.
using generated_files = std::vector<std::pair<std::string, std::string>>;

/// Throws where something is not valid.
generated_files generate(const language_texts& texts);

/// Does it once, from the texts to the texts.
cost corogql_generate(const language_texts& texts);

/// Returns the name of the longest header of a document.
std::string longest_header(const generated_files& all);

} // namespace corogql::bench
