/// An event that a program told MAPI of a run.
#pragma once

#include <corogql/mapi/datetime.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>

namespace corogql::mapi {

namespace json = boost::json;

struct run_event {
    std::string id;
    std::string run_id;
    std::string execution_id;
    std::string event_type;
    json::value event_data;
    datetime updated_at{};

    /// Throws corogql::error of kind decode, which names the JSON path.
    static run_event from_mapi_response(const json::object& response);
};

} // namespace corogql::mapi
