/// The statuses that a run went through, for finding out what went wrong.
#pragma once

#include <corogql/mapi/object_type.hpp>
#include <corogql/mapi/run_status_update.hpp>

#include <boost/json/object.hpp>

#include <vector>

namespace corogql::mapi {

struct run_debug_info {
    static constexpr object_type type = object_type::run_debug_info;

    std::string id;
    std::string name;
    std::optional<datetime> created_at;
    std::vector<run_status_update> status_updates; ///< oldest first

    /// Throws corogql::error of kind decode, which names the JSON path.
    static run_debug_info from_mapi_response(const json::object& response);
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
