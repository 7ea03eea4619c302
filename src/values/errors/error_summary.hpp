/// Several GraphQL errors become one line, for the message of an exception.
#pragma once

#include <corogql/graphql_error.hpp>

#include <string>
#include <vector>

namespace corogql::detail {

/// Returns the message of the first error, and how many more there are. There must be one.
inline std::string summary(const std::vector<graphql_error>& errors) {
    const auto& first = errors.front().message;
    std::string text = first.empty() ? "the server sent an error without a message" : first;
    if (errors.size() > 1) text += " (and " + std::to_string(errors.size() - 1) + " more)";
    return text;
}

} // namespace corogql::detail
