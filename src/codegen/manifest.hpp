/// A manifest lists the documents of a program, for servers that run no others (trusted documents).
#pragma once

#include "codegen/model.hpp"

namespace corogql::codegen {

/// Returns JSON in the form of Apollo's persisted query manifest: format, version, and operations with id, name, type
/// and body.
std::string manifest(const model& of);

} // namespace corogql::codegen
