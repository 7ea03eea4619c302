/// GitHub's schema is parsed and checked, and documents are validated against it, beside graphql-js.
#pragma once

#include "measure.hpp"

#include <string>
#include <vector>

namespace corogql::bench {

/// The texts of one run: a schema of 1.2 MB from npm, and twenty documents as clients of that API have them.
struct language_texts {
    std::string schema;
    std::vector<std::string> documents;
};

/// Whether the packages of test/interop are installed.
bool has_graphql_js();

language_texts read_language_texts();

/// Does it once, and throws where something is not valid; a document that was broken would cost less.
cost corogql_language(const language_texts& texts);

/// Does it in graphql-js, after so many times that its code is compiled; `cpu_us` is the whole process's then.
cost graphql_js_language();

} // namespace corogql::bench
