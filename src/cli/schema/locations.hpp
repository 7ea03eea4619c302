/// Places in documents and schemas are told alike by all verbs that have `--error-format json`.
#pragma once

#include "language/diagnostic.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace corogql::cli {

namespace json = boost::json;

inline json::array locations_json(const std::vector<language::location>& where) {
    json::array locations;
    for (const auto& [file, at] : where)
        locations.push_back(json::object{{"file", file}, {"line", at.line}, {"column", at.column}});
    return locations;
}

} // namespace corogql::cli
