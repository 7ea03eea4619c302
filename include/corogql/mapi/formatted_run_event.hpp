/// What happened to a run, in words for people.
#pragma once

#include <corogql/mapi/datetime.hpp>
#include <corogql/mapi/object_type.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace corogql::mapi {

namespace json = boost::json;

struct formatted_run_event {
    static constexpr object_type type = object_type::formatted_run_event;

    std::int64_t resumption_index = 0;
    std::string event_type;
    datetime event_time{};
    std::string event_message;

    /// Throws corogql::error of kind decode, which names the JSON path.
    static formatted_run_event from_mapi_response(const json::object& response);
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
