/// A program can tell MAPI of events of a run.
#pragma once

#include <corogql/mapi/datetime.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>

namespace corogql::mapi {

namespace json = boost::json;

/// An event is what a program told MAPI of a run.
struct run_event {
    std::string id;           ///< Holds the server's id.
    std::string run_id;       ///< Holds the run's id.
    std::string execution_id; ///< Holds the execution's id.
    std::string event_type;   ///< Holds the type that the program gave.
    json::value event_data;   ///< Holds the data that the program gave.
    datetime updated_at{};    ///< Says when it was last changed.

    /// Reads an event from MAPI's answer. Throws corogql::error of kind `decode`, which names the JSON path.
    static run_event from_mapi_response(const json::object& response);
};

} // namespace corogql::mapi
