#include <corogql/typed/raw_json.hpp>

#include "values/json/builder.hpp"

#include <corogql/error.hpp>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace corogql {

raw_json::raw_json(const boost::json::value& value) : text_(boost::json::serialize(value)) {}

boost::json::value raw_json::value() const {
    std::string problem;
    auto made = detail::parse_json(text_, problem);
    if (!made) throw error(error_kind::decode, "raw JSON cannot be held: " + problem);
    return std::move(*made);
}

} // namespace corogql
