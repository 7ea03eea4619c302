#include <corogql/mapi/run.hpp>

#include <corogql/mapi/error.hpp>

#include "mapi/run_parts.hpp"

namespace corogql::mapi {

namespace {

[[noreturn]] void refuse_without(const std::string& keys) {
    throw mapi_error(400, "Missing required key(s) in response to deserialize Run object: " + keys);
}

void take_last_resumption(run& out) {
    const auto& last = out.resumptions.back();
    out.reason = last.reason;
    out.cluster = last.cluster;
    out.gpus = last.gpus;
    out.cpus = last.cpus;
    out.gpu_type = last.gpu_type;
    out.nodes = last.nodes;
    out.started_at = last.started_at;
    out.ended_at = last.ended_at;
    out.estimated_end_at = last.estimated_end_at;
}

} // namespace

run run::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    const detail::field_reader from(response, root);
    const auto missing =
        from.missing({"id", "name", "status", "createdAt", "updatedAt", "reason", "createdByEmail", "priority",
                      "preemptible", "retryOnSystemFailure", "resumptions", "isDeleted", "runType"});
    if (!missing.empty()) refuse_without(missing);

    run out;
    out.id = from.get<std::string>("id");
    out.name = from.get<std::string>("name");
    out.status = run_status_from_string(from.get<std::string>("status"));
    out.created_at = from.time("createdAt");
    out.updated_at = from.time("updatedAt");
    // Runs that a service created belong to no person, and not every run has a place in the queue.
    out.created_by_email = from.get_or<std::string>("createdByEmail");
    out.priority = from.get_or<std::string>("priority");
    out.preemptible = from.get<bool>("preemptible");
    out.retry_on_system_failure = from.get<bool>("retryOnSystemFailure");
    out.is_deleted = from.get<bool>("isDeleted");
    out.run_type = run_type_from_string(from.get_or<std::string>("runType"));
    out.max_retries = from.get_or<std::optional<std::int64_t>>("maxRetries");
    out.max_duration_seconds = from.get_or<std::optional<std::int64_t>>("maxDurationSeconds");
    out.resumptions = from.list("resumptions", &detail::read_resumption);
    from.child("details", [&](const detail::field_reader& at) { out.details = detail::read_run_details(at); });

    if (out.resumptions.empty()) refuse_without("resumptions (there are none)");
    take_last_resumption(out);
    return out;
}

std::vector<std::string> run::cells() const {
    return {name, std::string(to_string(status)), to_string(created_at), cluster};
}

} // namespace corogql::mapi
