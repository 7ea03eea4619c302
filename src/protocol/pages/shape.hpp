/// Finding the page in an answer's text: its list, its cursor, and whether there are more.
#pragma once

#include "protocol/pages/variables.hpp"
#include "values/response_content.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace corogql::protocol {

struct found_page {
    page_shape shape;
    std::string list;                     ///< where it stands: a JSON pointer
    bool nodes = false;                   ///< its items are edges that were not asked for: their nodes are taken
    std::vector<detail::text_part> items; ///< of the answer's text; of edges that were not asked for, their nodes
    std::string_view cursor;              ///< JSON text; empty where it is null or ""
    bool more;
};

/// `result`: the text of a GraphQL result, which must be valid JSON. Throws kind decode, naming keys and places, when
/// there is no page, or several and the options do not say which; kind usage for backward paging in the MAPI shape.
found_page find_page(std::string_view result, const page_options& options);

} // namespace corogql::protocol
