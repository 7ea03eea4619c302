#include <corogql/mapi/run.hpp>

#include <corogql/mapi/error.hpp>

#include "mapi/models/run/run_parts.hpp"

namespace corogql::mapi {

namespace {

using seconds = std::chrono::duration<double>;
using hours = std::chrono::duration<double, std::ratio<3600>>;

std::optional<datetime> first_start(const std::vector<run_resumption>& resumptions) {
    for (const auto& resumption : resumptions)
        if (resumption.started_at) return resumption.started_at;
    return std::nullopt;
}

std::optional<datetime> last_end(const std::vector<run_resumption>& resumptions) {
    for (auto resumption = resumptions.rbegin(); resumption != resumptions.rend(); ++resumption)
        if (resumption->ended_at || resumption->status != run_status::stopped) return resumption->ended_at;
    return std::nullopt;
}

void take_last_resumption(run& out) {
    const auto& last = out.latest_resumption();
    out.reason = last.reason;
    out.cluster = last.cluster;
    out.gpus = last.gpus;
    out.cpus = last.cpus;
    out.gpu_type = last.gpu_type;
    out.nodes = last.nodes;
    out.estimated_end_at = last.estimated_end_at;
}

seconds time_in(const run& of, run_status status, datetime now) {
    seconds total{};
    if (!of.details) return total;
    for (const auto& update : of.details->lifecycle)
        if (update.status == status && update.started_at) total += update.ended_at.value_or(now) - *update.started_at;
    return total;
}

} // namespace

run run::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    const detail::field_reader from(response, root);
    from.require("Run", {"id", "name", "status", "createdAt", "updatedAt", "reason", "createdByEmail", "priority",
                         "preemptible", "retryOnSystemFailure", "resumptions", "isDeleted", "runType"});
    run out;
    out.id = from.text("id");
    out.name = from.text("name");
    out.status = run_status_from_string(from.text("status"));
    out.created_at = from.time("createdAt");
    out.updated_at = from.time("updatedAt");
    // Runs that a service created belong to no person, and not every run has a place in the queue.
    out.created_by_email = from.text("createdByEmail");
    out.priority = from.text("priority");
    out.preemptible = from.flag("preemptible");
    out.retry_on_system_failure = from.flag("retryOnSystemFailure");
    out.is_deleted = from.flag("isDeleted");
    out.run_type = run_type_from_string(from.text("runType"));
    if (from.find("maxRetries")) out.max_retries = from.whole("maxRetries");
    if (const auto limit = from.optional_number("maxDurationSeconds"); limit && *limit != 0) {
        out.max_duration = hours(seconds(*limit)).count();
        out.max_duration_seconds = from.whole("maxDurationSeconds");
    }
    out.resumptions = from.list("resumptions", &detail::read_resumption);
    from.child("details", [&](const detail::field_reader& at) { out.details = detail::read_run_details(at); });

    if (out.resumptions.empty())
        throw mapi_error(400,
                         "Missing required key(s) in response to deserialize Run object: resumptions (there are none)");
    out.started_at = first_start(out.resumptions);
    out.completed_at = last_end(out.resumptions);
    take_last_resumption(out);
    return out;
}

seconds run::cumulative_pending_time(datetime now) const { return time_in(*this, run_status::pending, now); }
seconds run::cumulative_running_time(datetime now) const { return time_in(*this, run_status::running, now); }

double run::gpu_hours(datetime now) const {
    double total = 0;
    for (const auto& resumption : resumptions) {
        const bool last = resumption.execution_index == latest_resumption().execution_index;
        if (!resumption.started_at || (!resumption.ended_at && !last)) continue;
        total += resumption.gpus * hours(resumption.ended_at.value_or(now) - *resumption.started_at).count();
    }
    return total;
}

std::string run::display_name() const {
    if (retry_on_system_failure) return name + " 🐕";
    return is_deleted ? name + " (Deleted)" : name;
}

std::vector<std::string> run::cells() const {
    return {name, std::string(to_string(status)), to_string(created_at), cluster};
}

} // namespace corogql::mapi
