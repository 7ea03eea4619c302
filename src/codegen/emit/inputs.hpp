/// Enums, input objects and the variables of operations become classes.
#pragma once

#include "codegen/emit/code.hpp"
#include "codegen/model.hpp"

namespace corogql::codegen {

void declare_enum(code& to, const cpp_enum& what);
void define_enum(code& to, const cpp_enum& what);

void declare_input_object(code& to, const cpp_input_object& what);
void define_input_object(code& to, const cpp_input_object& what);

/// Declares constructors, setters and members of a class, which is open; `name` is the class's.
void declare_inputs(code& to, const std::string& name, const std::vector<cpp_input>& all);
/// Defines them, and how they are written.
void define_inputs(code& to, const std::string& name, const std::vector<cpp_input>& all);

} // namespace corogql::codegen
