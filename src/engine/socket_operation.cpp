#include "engine/socket_operation.hpp"

#include "protocol/execution_result.hpp"
#include "protocol/json_pointer.hpp"
#include "protocol/variable_path.hpp"

#include <boost/json/parse.hpp>

namespace corogql::detail {

socket_operation::socket_operation(request what, subscribe_options options, std::shared_ptr<stream> queue)
    : events(std::move(queue)), what_(std::move(what)), options_(std::move(options)),
      kind_(protocol::find_operation(what_.document(), what_.operation_name())), variables_(what_.variables()) {
    what_.variables({}); // one copy is enough
    if (options_.start_from() && !options_.resume_variable().empty())
        protocol::set_variable(variables_, options_.resume_variable(), *options_.start_from());
}

std::string socket_operation::next_payload(unsigned max_depth) {
    if (started) resume(max_depth);
    started = true;
    return protocol::to_payload(what_, &variables_);
}

void socket_operation::trace(const trace_context& context) {
    const auto add = [this](const char* name, const std::string& value) {
        if (!value.empty() && !what_.extensions().contains(name)) what_.extension(name, json::string(value));
    };
    add("traceparent", context.traceparent);
    add("tracestate", context.tracestate);
}

void socket_operation::resume(unsigned max_depth) {
    if (!resume_value_.empty())
        protocol::set_variable(variables_, options_.resume_variable(), json::parse(resume_value_));
    if (!options_.resume()) return;
    std::optional<response> last;
    if (!last_event_.empty()) last.emplace(protocol::read_result(last_event_, max_depth));
    options_.resume()(variables_, last ? &*last : nullptr);
}

void socket_operation::delivered(std::string_view result) {
    has_result_ = true;
    if (options_.resume()) last_event_ = result;
    if (const auto& pointer = options_.resume_pointer(); !pointer.empty())
        if (const auto value = protocol::find_pointer(result, pointer)) resume_value_ = *value;
}

} // namespace corogql::detail
