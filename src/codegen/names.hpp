/// GraphQL names become C++ names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace corogql::codegen {

enum class casing {
    as_is, ///< Names are the schema's own.
    snake, ///< Members and setters are in snake case.
};

/// Returns the name, with an underscore behind it where C++ has a keyword, or a system header a macro, of that name.
std::string cpp_name(std::string_view name);

/// Returns the name of a member or a setter.
std::string member_name(std::string_view name, casing how);

/// Whether a text names a namespace, `a::b`.
bool is_namespace(std::string_view text);

/// Returns the name with a large first letter.
std::string capitalized(std::string_view name);

/// Returns the first of these names that none of the taken ones is, and where all are taken the last with underscores.
std::string free_name(const std::vector<std::string>& wanted, const std::vector<std::string>& taken);

} // namespace corogql::codegen
