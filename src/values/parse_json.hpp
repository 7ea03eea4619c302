/// Boost.JSON's parser with our nesting limit in place of its own, which is 32.
#pragma once

#include <boost/json/parse.hpp>

#include <string_view>

namespace corogql::detail {

namespace json = boost::json;

inline json::parse_options parse_options(unsigned max_depth) {
    json::parse_options options;
    options.max_depth = max_depth;
    return options;
}

inline json::value parse_json(std::string_view text, json::error_code& failed, unsigned max_depth = 512,
                              json::storage_ptr storage = {}) {
    return json::parse(json::string_view(text.data(), text.size()), failed, std::move(storage),
                       parse_options(max_depth));
}

} // namespace corogql::detail
