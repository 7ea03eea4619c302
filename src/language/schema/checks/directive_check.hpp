/// The rules for directives that are applied within a schema: KnownDirectives, UniqueDirectivesPerLocation,
/// KnownArgumentNamesOnDirectives, UniqueArgumentNames, UniqueInputFieldNames, ProvidedRequiredArgumentsOnDirectives.
#pragma once

#include "language/schema/checks/findings.hpp"
#include "language/syntax/ast.hpp"

#include <unordered_map>
#include <unordered_set>

namespace corogql::language {

class directive_check {
public:
    using seen = std::unordered_map<std::string_view, place>;

    directive_check(const document& what, findings& found);

    /// Says which directives are applied twice; `before` has those that were applied to other parts of the same thing.
    void unique(const directives& all, seen& before);
    void unique(const directives& all);
    /// Checks directives where they are applied, of which `location` is the name.
    void applied(const directives& all, std::string_view location);
    /// Says which fields stand twice in an object of a value.
    void unique_fields(const value& what);

private:
    struct known_directive {
        explicit known_directive(const directive_definition& definition);

        bool repeatable;
        std::unordered_set<std::string_view> locations, arguments;
        std::vector<const input_definition*> required;
    };

    void applied(const directive& one, std::string_view location);
    void arguments(const directive& one);
    void values(const directive& one);
    std::string suggestion(std::string_view argument_name, const known_directive& of);

    static constexpr std::size_t most_suggestions = 100; ///< Each costs a look at all arguments.

    findings& found_;
    std::size_t suggestions_ = 0;
    std::unordered_map<std::string_view, known_directive> known_;
};

} // namespace corogql::language
