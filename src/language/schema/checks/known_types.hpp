/// The rules KnownTypeNames and PossibleTypeExtensions.
#pragma once

#include "language/schema/checks/findings.hpp"
#include "language/syntax/ast.hpp"

#include <unordered_map>

namespace corogql::language {

class known_types {
public:
    known_types(const document& what, findings& found);

    /// Says where a type is named that was not defined.
    void known(std::string_view name, const place& where);
    /// Says where an extension has no definition, or one of another kind.
    void extended(const type_definition& extension);

private:
    std::string suggestion(std::string_view name, bool built_in_too);

    findings& found_;
    std::unordered_map<std::string_view, const type_definition*> defined_;
    /// Suggestions that were made, without and with the types that every schema has.
    std::unordered_map<std::string_view, std::string> suggestions_[2];
};

} // namespace corogql::language
