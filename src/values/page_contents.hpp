/// What a page holds.
#pragma once

#include "values/result.hpp"

#include <corogql/response.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace corogql::detail {

struct page_contents {
    response answer;
    std::string path;             ///< of the list, for errors: "data.getRuns.runs"
    std::vector<text_part> items; ///< in the answer's text
    std::uint64_t number = 0;
    bool more = false;
};

} // namespace corogql::detail
