#include "engine/subscriptions/subscribe_rules.hpp"

#include "protocol/graphql/json_pointer.hpp"
#include "protocol/pages/variables.hpp"

#include <corogql/error.hpp>

#include <algorithm>

namespace corogql::engine {

namespace {

[[noreturn]] void refuse_subscription(const std::string& problem) { throw error(error_kind::usage, problem); }

/// Refuses a place that no event can have, and a variable that no server looks at: either would lose events in silence.
void check_resumption(const request& operation, const subscribe_options& options) {
    const auto& pointer = options.resume_pointer();
    const auto& path = options.resume_variable();
    if (pointer.empty() && path.empty()) return;
    if (!pointer.starts_with('/') || !protocol::is_json_pointer(pointer))
        refuse_subscription("the place in the events to resume behind must be a JSON pointer into the result, such as "
                            "/data/logs/offset, not \"" +
                            pointer + '"');
    const auto name = path.substr(0, path.find('.'));
    const auto declared = protocol::find_variables(operation.document(), operation.operation_name());
    if (std::none_of(declared.begin(), declared.end(), [&](const auto& each) { return each.name == name; }))
        refuse_subscription("the variable to resume with, \"" + path + "\", is none that the operation declares");
}

} // namespace

void check_subscription(const request& operation, const subscribe_options& options) {
    if (!operation.attachments().empty()) refuse_subscription("files travel with execute() only, not with subscribe()");
    check_resumption(operation, options);
}

} // namespace corogql::engine
