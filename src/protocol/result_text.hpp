/// Where the parts of a GraphQL execution result lie in its text: found in the pass that checks the JSON.
#pragma once

#include "protocol/json_scanner.hpp"
#include "values/result.hpp"

#include <string_view>

namespace corogql::protocol {

/// The text of an object and what it holds; the text is empty where there was no object.
struct result_text {
    std::string_view whole;
    detail::result_members members;
};

/// The place of the member of this name; none for others.
inline detail::text_part* find_member(detail::result_members& members, std::string_view name) noexcept {
    if (name == "data") return &members.data;
    if (name == "extensions") return &members.extensions;
    return name == "errors" ? &members.errors : nullptr;
}

/// Takes the object that stands at the scanner. Of members named twice the last counts.
result_text read_result_text(json_scanner& scanner);

} // namespace corogql::protocol
