#include "mapi/models/run/run_event_reader.hpp"

namespace corogql::mapi {

formatted_run_event detail::read_formatted_event(const field_reader& from) {
    formatted_run_event event;
    event.resumption_index = from.whole("resumptionIndex");
    event.event_type = from.text("eventType");
    event.event_time = from.time("eventTime");
    event.event_message = from.text("eventMessage");
    return event;
}

formatted_run_event formatted_run_event::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    return detail::read_formatted_event(detail::field_reader(response, root));
}

std::vector<std::string> formatted_run_event::cells() const {
    return {event_type, to_string(event_time), event_message};
}

} // namespace corogql::mapi
