#include <corogql/mapi/run_event.hpp>

#include "mapi/models/field_reader.hpp"

namespace corogql::mapi {

run_event run_event::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    const detail::field_reader from(response, root);
    run_event out;
    out.id = from.get<std::string>("id");
    out.run_id = from.text("runId");
    out.execution_id = from.text("executionId");
    out.event_type = from.text("eventType");
    out.event_data = from.value("eventData");
    out.updated_at = from.time("updatedAt");
    return out;
}

} // namespace corogql::mapi
