#include "testing/mapi/run.hpp"

#include "testing/graphql/json_member.hpp"
#include "testing/mapi/people.hpp"
#include <corogql/testing/field_error.hpp>

#include <boost/json/serialize.hpp>

#include <array>

namespace corogql::testing {

bool is_terminal(std::string_view status) noexcept {
    return status == "COMPLETED" || status == "STOPPED" || status == "FAILED";
}

namespace {

/// Returns a duration that was given in hours, in seconds; null without one.
json::value seconds_of(const json::value& hours) {
    if (!hours.is_number()) return nullptr;
    constexpr double most_hours = 1e6;
    const auto count = hours.to_number<double>();
    if (!(count >= 0 && count <= most_hours))
        throw field_error(400, "Bad run request: scheduling.maxDuration must be hours, from 0 to 1000000");
    return static_cast<std::int64_t>(3600 * count);
}

} // namespace

mapi_run::mapi_run(std::string id, std::string name, const json::object& input, std::string_view now) {
    const auto scheduling = object_at(input, "scheduling");
    fields_ = {
        {"id", id},
        {"name", name},
        {"status", "PENDING"},
        {"createdAt", now},
        {"updatedAt", now},
        {"reason", nullptr},
        {"priority", given_or(scheduling, "priority", "auto")},
        {"preemptible", given_or(scheduling, "preemptible", false)},
        {"retryOnSystemFailure", given_or(scheduling, "retryOnSystemFailure", false)},
        {"maxRetries", given_or(scheduling, "maxRetries", 0)},
        {"maxDurationSeconds", seconds_of(member(scheduling, "maxDuration"))},
        {"isDeleted", false},
        {"runType", "TRAINING"},
        {"resumptions", json::array()},
        {"executionsStatusUpdates", json::array()},
        {"details",
         {{"image", member(input, "image")},
          {"originalRunInput", input},
          {"metadata", object_at(input, "metadata")},
          {"lastExecutionId", id + "-0"},
          {"lifecycle", json::array()},
          {"nodes", json::array()},
          {"formattedRunEvents", json::array()}}},
    };
    sign(fields_);
    add_resumption(input);
    note("PENDING", {}, now);
}

void mapi_run::add_resumption(const json::object& input) {
    auto& list = fields_["resumptions"].as_array();
    const auto compute = object_at(input, "compute");
    const auto index = list.size();
    fields_["executionsStatusUpdates"].as_array().push_back(
        {{"id", std::string(text("id")) + '-' + std::to_string(index)},
         {"executionIndex", index},
         {"containerStatusUpdates", json::array()},
         {"podStatusUpdates", json::array()}});
    // Older configurations have some of it outside of `compute`.
    list.push_back({
        {"executionIndex", index},
        {"clusterName", given_or(compute, "cluster", given_or(input, "cluster", "r1z1"))},
        {"gpus", given_or(compute, "gpus", given_or(input, "gpuNum", 8))},
        {"cpus", given_or(compute, "cpus", given_or(input, "cpus", 0))},
        {"gpuType", given_or(compute, "gpuType", given_or(input, "gpuType", "a100_80gb"))},
        {"nodes", given_or(compute, "nodes", 1)},
        {"status", "PENDING"},
        {"startTime", nullptr},
        {"endTime", nullptr},
        {"estimatedEndTime", nullptr},
        {"reason", nullptr},
    });
}

json::object& mapi_run::last_resumption() { return fields_["resumptions"].as_array().back().as_object(); }

const json::value& mapi_run::field(std::string_view name) const {
    if (const auto* own = fields_.if_contains(name)) return *own;
    if (name == "endedAt") name = "endTime";
    if (name == "gpuNum") name = "gpus";
    return member(fields_.at("resumptions").as_array().back().as_object(), name);
}

bool mapi_run::deleted() const { return fields_.at("isDeleted").as_bool(); }

void mapi_run::note(std::string_view status, std::string_view reason, std::string_view now) {
    const json::value why = reason.empty() ? json::value() : json::value(reason);
    auto& resumption = last_resumption();
    fields_["status"] = resumption["status"] = status;
    fields_["reason"] = resumption["reason"] = why;
    fields_["updatedAt"] = now;
    if (status == "RUNNING") resumption["startTime"] = now;
    if (is_terminal(status)) resumption["endTime"] = now;

    auto& details = fields_["details"].as_object();
    auto& lifecycle = details["lifecycle"].as_array();
    if (!lifecycle.empty()) lifecycle.back().as_object()["endTime"] = now;
    const auto& index = resumption["executionIndex"];
    lifecycle.push_back(
        {{"executionIndex", index}, {"status", status}, {"startTime", now}, {"endTime", nullptr}, {"reason", why}});
    note_of_cluster(status, why, now);
    details["formattedRunEvents"].as_array().push_back({{"resumptionIndex", index},
                                                        {"eventType", status},
                                                        {"eventTime", now},
                                                        {"eventMessage", "Run is " + std::string(status)}});
    details["nodes"] = json::array{{{"rank", 0}, {"name", "node-0"}, {"status", status}, {"reason", why}}};
    history_.emplace_back(status);
    steps = 0;
}

void mapi_run::note_of_cluster(std::string_view status, const json::value& reason, std::string_view now) {
    auto& updates = fields_["executionsStatusUpdates"].as_array().back().as_object();
    updates["podStatusUpdates"].as_array().push_back(
        {{"nodeRank", 0}, {"nodeName", "node-0"}, {"status", status}, {"reachedAt", now}, {"reason", reason}});
    updates["containerStatusUpdates"].as_array().push_back(
        {{"nodeRank", 0}, {"containerName", "MAIN"}, {"status", status}, {"reachedAt", now}, {"reason", reason}});
}

void mapi_run::status(std::string value, std::string_view reason, std::string_view now) {
    note(value, reason, now);
    changed();
}

void mapi_run::stop(std::string_view reason, std::string_view now) {
    if (!finished()) status("STOPPED", reason, now);
}

void mapi_run::restart(std::string_view now) {
    add_resumption(fields_["details"].as_object()["originalRunInput"].as_object());
    fields_["details"].as_object()["lastExecutionId"] =
        std::string(text("id")) + '-' + std::to_string(fields_["resumptions"].as_array().size() - 1);
    status("PENDING", {}, now);
}

void mapi_run::erase(std::string_view now) {
    stop("Deleted", now);
    fields_["isDeleted"] = true;
    fields_["updatedAt"] = now;
}

json::object mapi_run::add_event(const std::string& type, const json::value& data, std::string_view now) {
    auto& details = fields_["details"].as_object();
    auto& events = details["formattedRunEvents"].as_array();
    const auto index = last_resumption()["executionIndex"];
    events.push_back(
        {{"resumptionIndex", index}, {"eventType", type}, {"eventTime", now}, {"eventMessage", json::serialize(data)}});
    const auto id = std::string(text("id")) + "-event-" + std::to_string(events.size());
    return {{"id", id},          {"runId", text("id")}, {"executionId", details["lastExecutionId"]},
            {"eventType", type}, {"eventData", data},   {"updatedAt", now}};
}

void mapi_run::merge_metadata(const json::object& more, std::string_view now) {
    auto& metadata = fields_["details"].as_object()["metadata"].as_object();
    for (const auto& [name, value] : more) metadata[name] = value;
    fields_["updatedAt"] = now;
}

void mapi_run::update(const json::object& changes, std::string_view now) {
    static constexpr std::array names{"preemptible", "priority", "maxRetries", "retryOnSystemFailure",
                                      "maxDurationSeconds"};
    for (const auto* name : names)
        if (const auto* value = changes.if_contains(name)) fields_[name] = *value;
    fields_["updatedAt"] = now;
}

} // namespace corogql::testing
