/// MAPI's operations on inference deployments, for connection.hpp.
#pragma once

#include <corogql/mapi/deployment.hpp>
#include <corogql/mapi/deployment_config.hpp>
#include <corogql/mapi/operation.hpp>

namespace corogql::mapi {

/// Deployments that meet every condition. A list that is set to an empty one lets none pass.
class deployment_filter {
public:
    deployment_filter() = default;
    explicit deployment_filter(std::string name) { this->name(std::move(name)); }

    /// One more name.
    deployment_filter& name(std::string value);
    deployment_filter& names(std::vector<std::string> values) { return names_ = std::move(values), *this; }
    /// The end is not included, the beginning is. Texts go to the server as they are: a date, or a time.
    deployment_filter& created_before(datetime time) { return created_before(to_string(time)); }
    deployment_filter& created_before(std::string time) { return created_before_ = std::move(time), *this; }
    deployment_filter& created_after(datetime time) { return created_after(to_string(time)); }
    deployment_filter& created_after(std::string time) { return created_after_ = std::move(time), *this; }
    /// The server's words.
    deployment_filter& statuses(std::vector<std::string> values) { return statuses_ = std::move(values), *this; }
    deployment_filter& clusters(std::vector<std::string> values) { return clusters_ = std::move(values), *this; }
    deployment_filter& gpu_types(std::vector<std::string> values) { return gpu_types_ = std::move(values), *this; }
    deployment_filter& gpu_nums(std::vector<std::int64_t> values) { return gpu_nums_ = std::move(values), *this; }
    /// Default: false.
    deployment_filter& include_deleted(bool yes) { return include_deleted_ = yes, *this; }

    /// Whether any condition was set.
    bool restricts() const;
    /// MAPI's GetInferenceDeploymentsInput: `includeDeleted` only where it was asked for.
    json::object to_json() const;
    bool include_deleted() const noexcept { return include_deleted_; }

private:
    std::optional<std::vector<std::string>> names_, statuses_, clusters_, gpu_types_;
    std::optional<std::vector<std::int64_t>> gpu_nums_;
    std::optional<std::string> created_before_, created_after_;
    bool include_deleted_ = false;
};

/// run_singular<deployment>. Never repeated when it may have been done. Throws what
/// deployment_config::to_deployment_input() throws.
operation create_deployment(const deployment_config& config);
/// The same from MAPI's inferenceDeploymentInput, which has camelCase keys: deploymentName, image, replicas, …
operation create_deployment(json::object deployment_input);
/// run_plural<deployment>, for first_of(…, deployment_not_found(name)) where one is meant.
operation get_deployments(const deployment_filter& filter = {});
/// "Deployment {name} not found"
std::string deployment_not_found(std::string_view name);

// run_plural<deployment>: those that were meant. A filter without any condition is corogql::error of kind usage.

/// `changes`: image, replicas. Never repeated when it may have been done.
operation update_deployments(const deployment_filter& filter, json::object changes);
operation stop_deployments(const deployment_filter& filter);
/// When an attempt whose answer was lost is repeated, what the first one deleted is not in the list.
operation delete_deployments(const deployment_filter& filter);

} // namespace corogql::mapi
