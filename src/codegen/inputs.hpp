/// Variables and input objects become classes whose fields may be absent.
#pragma once

#include "codegen/model.hpp"
#include "codegen/type_map.hpp"
#include "language/diagnostic.hpp"

namespace corogql::codegen {

class inputs {
public:
    inputs(type_map& types, std::vector<language::diagnostic>& faults) : types_(types), faults_(faults) {}

    /// Returns the variables of an operation, and notes the input objects that they need.
    std::vector<cpp_input> variables(const language::operation& of);

    /// Returns the classes of the input objects that were needed, each behind those that it holds.
    std::vector<cpp_input_object> objects();

private:
    using definition = language::type_definition;

    template <class Definition>
    cpp_input made(const Definition& from, std::string name, const definition* within);
    cpp_type named(const language::type_reference& type, const definition* within);
    void need(const definition& type);
    bool reaches(const definition& from, const definition& to) const;

    type_map& types_;
    std::vector<language::diagnostic>& faults_;
    std::vector<const definition*> needed_;
};

} // namespace corogql::codegen
