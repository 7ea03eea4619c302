#include <corogql/scalars/json.hpp>
#include <corogql/typed/raw_json.hpp>

namespace corogql {

using json_codec = scalar_codec<boost::json::value>;

bool json_codec::read(std::string_view json, boost::json::value& out) {
    out = raw_json(std::string(json)).value();
    return true;
}

void json_codec::write(const boost::json::value& value, std::string& json) { json += raw_json(value).text(); }

} // namespace corogql
