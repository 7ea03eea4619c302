#include <corogql/mapi/deployment.hpp>

#include "mapi/field_reader.hpp"

namespace corogql::mapi {

namespace {

using detail::field_reader;

deployment_replica read_replica(const field_reader& from) {
    deployment_replica replica;
    replica.name = from.get_or<std::string>("name");
    replica.status = from.get_or<std::string>("status");
    replica.latest_restart_count = from.get_or<std::int64_t>("latestRestartCount");
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
    deployment out;
    out.id = from.get<std::string>("id");
    out.name = from.get<std::string>("name");
    out.input = from.get_or<json::object>("inferenceDeploymentInput");
    out.original_input = from.get_or<json::object>("originalInferenceDeploymentInput");
    out.status = from.get_or<std::string>("status");
    out.created_at = from.optional_time("createdAt");
    out.updated_at = from.optional_time("updatedAt");
    out.deleted_at = from.optional_time("deletedAt");
    out.public_dns = from.get_or<std::string>("publicDNS");
    out.current_version = from.get_or<std::optional<std::int64_t>>("currentVersion");
    out.created_by_email = from.get_or<std::string>("createdByEmail");
    out.replicas = from.list("replicas", &read_replica);
    return out;
}

std::string deployment::cluster() const {
    const auto* compute = input.if_contains("compute");
    const auto* label = compute && compute->is_object() ? text_at(compute->get_object(), "cluster") : nullptr;
    if (!label) label = text_at(input, "cluster");
    return label ? std::string(*label) : std::string();
}

std::vector<std::string> deployment::cells() const {
    return {name, status, created_at ? to_string(*created_at) : std::string(), cluster()};
}

} // namespace corogql::mapi
