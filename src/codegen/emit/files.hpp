/// The model becomes the text of C++ files.
#pragma once

#include "codegen/generate.hpp"
#include "codegen/model.hpp"

namespace corogql::codegen {

/// Returns the headers and sources of a model. `schema_name` is the schema's file, for the comment.
std::vector<file> emit(const model& what, const std::string& name_space, const std::string& schema_name);

} // namespace corogql::codegen
