/// Schema coordinates name what a schema defines (GraphQL specification, September 2025, section 3.3.1).
#pragma once

#include <string>
#include <string_view>

namespace corogql::language {

/// Returns the coordinate of a field, an input field or an enum value.
inline std::string member_coordinate(std::string_view type, std::string_view member) {
    return std::string(type).append(1, '.').append(member);
}

inline std::string directive_coordinate(std::string_view name) { return std::string(1, '@').append(name); }

/// Returns the coordinate of an argument, of the field or directive with the coordinate `of`.
inline std::string argument_coordinate(std::string_view of, std::string_view name) {
    return std::string(of).append(1, '(').append(name).append(":)");
}

} // namespace corogql::language
