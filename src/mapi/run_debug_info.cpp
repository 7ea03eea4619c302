#include <corogql/mapi/run_debug_info.hpp>

#include "mapi/run_parts.hpp"

namespace corogql::mapi {

run_debug_info run_debug_info::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    const detail::field_reader from(response, root);
    run_debug_info info;
    info.id = from.get<std::string>("id");
    info.name = from.get<std::string>("name");
    info.created_at = from.optional_time("createdAt");
    info.status_updates = from.list("executionsStatusUpdates", &detail::read_status_update);
    return info;
}

std::vector<std::string> run_debug_info::cells() const { return {id}; }

} // namespace corogql::mapi
