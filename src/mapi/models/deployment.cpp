#include <corogql/mapi/deployment.hpp>

#include "mapi/models/field_reader.hpp"

#include <algorithm>

namespace corogql::mapi {

namespace {

using detail::field_reader;

deployment_replica read_replica(const field_reader& from) {
    deployment_replica replica;
    replica.name = from.text("name");
    replica.status = from.text("status");
    replica.latest_restart_count = from.whole("latestRestartCount");
    replica.latest_restart_at = from.optional_time("latestRestartTime");
    return replica;
}

const json::string* text_at(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value ? value->if_string() : nullptr;
}

} // namespace

deployment deployment::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    const field_reader from(response, root);
    from.require("Deployment",
                 {"id", "name", "status", "createdAt", "updatedAt", "inferenceDeploymentInput", "publicDNS"});
    deployment out;
    out.id = from.text("id");
    out.name = from.text("name");
    out.input = from.get_or<json::object>("inferenceDeploymentInput");
    out.original_input = from.get_or<json::object>("originalInferenceDeploymentInput");
    out.status = from.text("status");
    out.created_at = from.time("createdAt");
    out.updated_at = from.time("updatedAt");
    out.deleted_at = from.optional_time("deletedAt");
    out.public_dns = from.text("publicDNS");
    out.current_version = from.whole("currentVersion");
    out.created_by_email = from.text("createdByEmail");
    out.replicas = from.list("replicas", &read_replica);
    return out;
}

std::size_t deployment::ready_replicas() const {
    return static_cast<std::size_t>(
        std::count_if(replicas.begin(), replicas.end(), [](const auto& each) { return each.status == "RUNNING"; }));
}

std::string deployment::cluster() const {
    const auto* compute = input.if_contains("compute");
    const auto* label = compute && compute->is_object() ? text_at(compute->get_object(), "cluster") : nullptr;
    if (!label) label = text_at(input, "cluster");
    return label ? std::string(*label) : std::string();
}

std::vector<std::string> deployment::cells() const { return {name, status, to_string(created_at), cluster()}; }

} // namespace corogql::mapi
