/// What is told of a run beyond its row in a list.
#pragma once

#include <corogql/mapi/formatted_run_event.hpp>
#include <corogql/mapi/run_status_update.hpp>

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace corogql::mapi {

namespace json = boost::json;

struct run_node {
    std::int64_t rank = 0;
    std::string name;
    std::string status; ///< the server's word
    std::optional<std::string> reason;
};

struct run_details {
    std::string image;
    json::value original_run_input; ///< MAPI's RunInput that the run was created from; see run_config
    json::value metadata;           ///< an object, or null
    std::string last_execution_id;
    std::vector<run_status_update> lifecycle; ///< oldest first
    std::vector<run_node> nodes;
    std::vector<formatted_run_event> events;
};

} // namespace corogql::mapi
