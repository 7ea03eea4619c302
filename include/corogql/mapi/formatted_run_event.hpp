/// A formatted run event tells people what happened to a run.
#pragma once

#include <corogql/mapi/datetime.hpp>
#include <corogql/mapi/object_type.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace corogql::mapi {

namespace json = boost::json;

/// An event is something that happened to a run, in words for people.
struct formatted_run_event {
    static constexpr object_type type = object_type::formatted_run_event; ///< Names what this is a model of.

    std::int64_t resumption_index = 0; ///< Counts the resumptions of the run, from 0.
    std::string event_type;            ///< Holds the type, in the server's words.
    datetime event_time{};             ///< Says when it happened.
    std::string event_message;         ///< Says what happened.

    /// Reads an event from MAPI's answer. Throws corogql::error of kind `decode`, which names the JSON path.
    static formatted_run_event from_mapi_response(const json::object& response);
    /// Returns the cells of its row in a table; display_columns() has the headings.
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
