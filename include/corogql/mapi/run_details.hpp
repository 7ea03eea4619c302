/// The details of a run are what is told beyond its row in a list.
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

/// A node is one machine that a run works on.
struct run_node {
    std::int64_t rank = 0;             ///< Holds its rank.
    std::string name;                  ///< Names it.
    std::string status;                ///< Holds the server's word.
    std::optional<std::string> reason; ///< Says why, where the server tells.
};

/// The details of a run say what it was made of, where it works and what happened to it.
struct run_details {
    std::string image;                        ///< Names the image.
    json::value original_run_input;           ///< Holds MAPI's RunInput that the run was created from; see run_config.
    json::value metadata;                     ///< Holds the metadata, an object, or null.
    std::string last_execution_id;            ///< Holds the id of the last execution.
    std::vector<run_status_update> lifecycle; ///< Holds the statuses that the run had, oldest first.
    std::vector<run_node> nodes;              ///< Holds the machines that it works on.
    std::vector<formatted_run_event> events;  ///< Holds what happened to it, in words for people.
};

} // namespace corogql::mapi
