/// The page in an answer's text is found here: its list, its cursor, and whether there are more.
#pragma once

#include "protocol/pages/variables.hpp"
#include "values/response_content.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace corogql::protocol {

struct found_page {
    page_shape shape;
    /// Where the list stands: a JSON pointer.
    std::string list;
    /// Whether the list is one of edges that were not asked for, so that their nodes are the items.
    bool nodes = false;
    /// The places of the items in the answer's text.
    std::vector<detail::text_part> items;
    /// The JSON text of the cursor; empty where the cursor is null or "".
    std::string_view cursor;
    bool more;
};

/// Finds the page in `result`, the text of a GraphQL result, which must be valid JSON. Throws kind `decode`, naming
/// keys and places, when there is no page, or several and the options do not say which; kind `usage` for backward
/// paging in the MAPI shape.
found_page find_page(std::string_view result, const page_options& options);

} // namespace corogql::protocol
