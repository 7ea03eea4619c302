/// Page contents are what a page holds.
#pragma once

#include "values/response_content.hpp"

#include <corogql/response.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace corogql::detail {

struct page_contents {
    response answer;
    std::string path;             ///< The path of the list, for errors: "data.getRuns.runs".
    json::array place;            ///< The path of the list as GraphQL errors have it: ["getRuns", "runs"].
    bool nodes = false;           ///< Whether the items are the nodes of the edges that stand in the list.
    std::vector<text_part> items; ///< The places of the items in the answer's text.
    std::uint64_t number = 0;
    bool more = false;
};

} // namespace corogql::detail
