/// This header has MAPI's operations on inference deployments, for connection.hpp.
#pragma once

#include <corogql/mapi/deployment.hpp>
#include <corogql/mapi/deployment_config.hpp>
#include <corogql/mapi/operation.hpp>

namespace corogql::mapi {

/// A deployment filter lets deployments pass that meet every condition. A list that is set to an empty one lets none
/// pass.
class deployment_filter {
public:
    /// Makes a filter without conditions.
    deployment_filter() = default;
    /// Makes a filter for the deployment of this name.
    explicit deployment_filter(std::string name) { this->name(std::move(name)); }

    /// Adds one more name.
    deployment_filter& name(std::string value);
    /// Sets the names.
    deployment_filter& names(std::vector<std::string> values) { return names_ = std::move(values), *this; }
    /// Lets pass what was created before a time.
    deployment_filter& created_before(datetime time) { return created_before(to_string(time)); }
    /// Lets pass what was created before a time, a text that goes to the server as it is: a date, or a time.
    deployment_filter& created_before(std::string time) { return created_before_ = std::move(time), *this; }
    /// Lets pass what was created at a time or later.
    deployment_filter& created_after(datetime time) { return created_after(to_string(time)); }
    /// Lets pass what was created at a time or later, a text that goes to the server as it is: a date, or a time.
    deployment_filter& created_after(std::string time) { return created_after_ = std::move(time), *this; }
    /// Sets the statuses, in the server's words.
    deployment_filter& statuses(std::vector<std::string> values) { return statuses_ = std::move(values), *this; }
    /// Sets the names of clusters.
    deployment_filter& clusters(std::vector<std::string> values) { return clusters_ = std::move(values), *this; }
    /// Sets the types of GPU.
    deployment_filter& gpu_types(std::vector<std::string> values) { return gpu_types_ = std::move(values), *this; }
    /// Sets the numbers of GPUs.
    deployment_filter& gpu_nums(std::vector<std::int64_t> values) { return gpu_nums_ = std::move(values), *this; }
    /// Lets also deployments pass that were deleted. Default: false.
    deployment_filter& include_deleted(bool yes) { return include_deleted_ = yes, *this; }

    /// Returns whether any condition was set.
    bool restricts() const;
    /// Returns MAPI's GetInferenceDeploymentsInput; `includeDeleted` is there only where it was asked for.
    json::object to_json() const;
    /// Returns whether deleted deployments pass.
    bool include_deleted() const noexcept { return include_deleted_; }

private:
    std::optional<std::vector<std::string>> names_, statuses_, clusters_, gpu_types_;
    std::optional<std::vector<std::int64_t>> gpu_nums_;
    std::optional<std::string> created_before_, created_after_;
    bool include_deleted_ = false;
};

/// Creates a deployment; it is run by `run_singular<deployment>`. It is never repeated when it may have been done.
/// Throws what deployment_config::to_deployment_input() throws.
operation create_deployment(const deployment_config& config);
/// Creates a deployment from MAPI's inferenceDeploymentInput, which has camelCase keys: deploymentName, image,
/// replicas, … It is run as the other form is.
operation create_deployment(json::object deployment_input);
/// Asks for deployments; it is run by `run_plural<deployment>`, with `first_of(…, deployment_not_found(name))` where
/// one is meant.
operation get_deployments(const deployment_filter& filter = {});
/// Returns "Deployment {name} not found".
std::string deployment_not_found(std::string_view name);

/// Changes `image` or `replicas` of deployments. It is never repeated when it may have been done. It is run by
/// `run_plural<deployment>`, which returns those that were meant. A filter without any condition is corogql::error of
/// kind `usage`.
operation update_deployments(const deployment_filter& filter, json::object changes);
/// Stops deployments. It is run by `run_plural<deployment>`, which returns those that were meant. A filter without any
/// condition is corogql::error of kind `usage`.
operation stop_deployments(const deployment_filter& filter);
/// Deletes deployments. It is run by `run_plural<deployment>`, which returns those that were meant. A filter without
/// any condition is corogql::error of kind `usage`. When an attempt whose answer was lost is repeated, what the first
/// one deleted is not in the list.
operation delete_deployments(const deployment_filter& filter);

} // namespace corogql::mapi
