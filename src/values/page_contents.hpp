/// What a page holds.
#pragma once

#include "values/response_content.hpp"

#include <corogql/response.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace corogql::detail {

struct page_contents {
    response answer;
    std::string path;             ///< of the list, for errors: "data.getRuns.runs"
    json::array place;            ///< the same as GraphQL errors have it: ["getRuns", "runs"]
    bool nodes = false;           ///< the items are those of the edges that stand there
    std::vector<text_part> items; ///< in the answer's text
    std::uint64_t number = 0;
    bool more = false;
};

} // namespace corogql::detail
