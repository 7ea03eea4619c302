#include "testing/mapi/deployment.hpp"

#include "testing/graphql/json_member.hpp"
#include "testing/mapi/people.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace corogql::testing {

namespace {

/// Returns the input as it runs: with all members, whatever was left out.
json::object completed(json::object input, const json::object& compute) {
    for (const auto* name : {"image", "command"})
        if (!input.contains(name)) input[name] = "";
    const auto take = [&](std::string_view name, std::string_view of_compute) {
        input[name] = given_or(input, name, member(compute, of_compute));
    };
    take("cluster", "cluster");
    take("gpuType", "gpuType");
    take("gpuNum", "gpus");
    input["replicas"] = given_or(input, "replicas", 1);
    return input;
}

} // namespace

mapi_deployment::mapi_deployment(std::string id, std::string name, const json::object& input, std::string_view now) {
    const auto compute = object_at(input, "compute");
    fields_ = {{"id", id},
               {"name", name},
               {"status", "READY"},
               {"createdAt", now},
               {"deletedAt", nullptr},
               {"publicDNS", name + ".example.com"},
               {"currentVersion", 0},
               {"isDeleted", false},
               {"clusterId", given_or(compute, "cluster", member(input, "cluster"))},
               {"inferenceDeploymentInput", completed(input, compute)},
               {"originalInferenceDeploymentInput", input}};
    sign(fields_);
    serve(now);
}

const json::value& mapi_deployment::field(std::string_view name) const {
    if (const auto* own = fields_.if_contains(name)) return *own;
    return member(fields_.at("inferenceDeploymentInput").as_object(), name);
}

/// Begins the deployment's next version.
void mapi_deployment::serve(std::string_view now) {
    const auto version = fields_["currentVersion"].as_int64() + 1;
    const auto count = number_at(fields_["inferenceDeploymentInput"].as_object(), "replicas", 1);
    json::array replicas;
    for (std::int64_t i = 0; i < std::min<std::int64_t>(count, 100); ++i)
        replicas.push_back({{"name", std::string(text("name")) + '-' + std::to_string(i)},
                            {"status", "READY"},
                            {"latestRestartCount", version - 1},
                            {"latestRestartTime", version > 1 ? json::value(now) : json::value()}});
    fields_["status"] = "READY";
    fields_["currentVersion"] = version;
    fields_["replicas"] = std::move(replicas);
    fields_["updatedAt"] = now;
    append_log(std::string(text("name")) + ": version " + std::to_string(version) + " is ready ✓\n");
}

void mapi_deployment::update(const json::object& changes, std::string_view now) {
    if (deleted()) return;
    auto& input = fields_["inferenceDeploymentInput"].as_object();
    for (const auto& [name, value] : changes)
        if (!value.is_null()) input[name] = value;
    serve(now);
}

void mapi_deployment::stop(std::string_view now) {
    if (finished()) return;
    fields_["status"] = "STOPPED";
    fields_["replicas"] = json::array();
    fields_["updatedAt"] = now;
    changed();
}

void mapi_deployment::erase(std::string_view now) {
    if (deleted()) return;
    fields_["isDeleted"] = true;
    fields_["deletedAt"] = fields_["updatedAt"] = now;
    stop(now);
}

} // namespace corogql::testing
