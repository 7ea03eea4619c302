#include <corogql/mapi/deployments.hpp>

#include <corogql/error.hpp>

#include "mapi/operations/document.hpp"
#include "mapi/operations/filter_json.hpp"
#include "mapi/operations/selections.hpp"

namespace corogql::mapi {

namespace {

detail::input_variable which(const deployment_filter& filter) {
    return {"getInferenceDeploymentsData", "GetInferenceDeploymentsInput!", filter.to_json()};
}

detail::input_variable some(const deployment_filter& filter, const char* function) {
    if (!filter.restricts())
        throw error(error_kind::usage, std::string(function) + " needs a condition in its filter: which deployments");
    return which(filter);
}

} // namespace

deployment_filter& deployment_filter::name(std::string value) {
    if (!names_) names_.emplace();
    names_->push_back(std::move(value));
    return *this;
}

bool deployment_filter::restricts() const { return !to_json().at("filters").get_object().empty(); }

json::object deployment_filter::to_json() const {
    json::object filters;
    detail::add_condition(filters, "name", names_);
    detail::add_condition(filters, "createdAt", created_after_, created_before_);
    detail::add_condition(filters, "status", statuses_);
    detail::add_condition(filters, "cluster", clusters_);
    detail::add_condition(filters, "gpuType", gpu_types_);
    detail::add_condition(filters, "gpuNum", gpu_nums_);
    json::object input;
    input["filters"] = std::move(filters);
    if (include_deleted_) input["includeDeleted"] = true;
    return input;
}

operation create_deployment(json::object deployment_input) {
    json::object data;
    data["inferenceDeploymentInput"] = std::move(deployment_input);
    return detail::make_operation(
        "mutation", "CreateInferenceDeployment", "createInferenceDeployment",
        {{"createInferenceDeploymentData", "CreateInferenceDeploymentInput!", std::move(data)}},
        detail::deployment_selection);
}

operation create_deployment(const deployment_config& config) { return create_deployment(config.to_deployment_input()); }

operation get_deployments(const deployment_filter& filter) {
    auto input = which(filter);
    (*input.value)["includeDeleted"] = filter.include_deleted();
    const auto selection = std::string(detail::deployment_selection).append(" ").append(detail::deployment_replicas);
    return detail::make_operation("query", "GetInferenceDeployments", "getInferenceDeployments", {input}, selection);
}

std::string deployment_not_found(std::string_view name) { return "Deployment " + std::string(name) + " not found"; }

// Not idempotent: every update may count as another version, and restart the replicas once more.
operation update_deployments(const deployment_filter& filter, json::object changes) {
    return detail::make_operation(
        "mutation", "UpdateInferenceDeployments", "updateInferenceDeployments",
        {some(filter, "updateInferenceDeployments"),
         {"updateInferenceDeploymentsData", "UpdateInferenceDeploymentsInput!", std::move(changes)}},
        detail::deployment_selection);
}

operation stop_deployments(const deployment_filter& filter) {
    auto made = detail::make_operation("mutation", "StopInferenceDeployments", "stopInferenceDeployments",
                                       {some(filter, "stopInferenceDeployments")}, detail::deployment_selection);
    // What is stopped stays so.
    return made.idempotent(true);
}

operation delete_deployments(const deployment_filter& filter) {
    auto made = detail::make_operation("mutation", "DeleteInferenceDeployments", "deleteInferenceDeployments",
                                       {some(filter, "deleteInferenceDeployments")}, detail::deployment_selection);
    // What is deleted is not found any more by the second attempt.
    return made.idempotent(true);
}

} // namespace corogql::mapi
