/// What stands in one scope of C++ must have names of its own, though in GraphQL it had.
#pragma once

#include "language/diagnostic.hpp"

#include <map>

namespace corogql::codegen {

class claims {
public:
    explicit claims(std::vector<language::diagnostic>& faults) : faults_(faults) {}

    /// Takes a name for what is called `what`; reports an error where it is taken.
    void claim(const std::string& name, const std::string& what, language::place where) {
        const auto [known, fresh] = taken_.emplace(name, what);
        if (fresh) return;
        faults_.push_back({language::diagnostic::severity::error,
                           what + " and " + known->second + " would both be called " + name + " in C++.",
                           {},
                           language::locations_of({where})});
    }

private:
    std::vector<language::diagnostic>& faults_;
    std::map<std::string, std::string> taken_;
};

} // namespace corogql::codegen
