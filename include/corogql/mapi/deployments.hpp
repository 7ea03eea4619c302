/// MAPI's operations on inference deployments, for connection.hpp.
#pragma once

#include <corogql/mapi/deployment.hpp>
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
    /// The end is not included, the beginning is.
    deployment_filter& created_before(datetime time) { return created_before_ = time, *this; }
    deployment_filter& created_after(datetime time) { return created_after_ = time, *this; }
    /// The server's words.
    deployment_filter& statuses(std::vector<std::string> values) { return statuses_ = std::move(values), *this; }
    deployment_filter& clusters(std::vector<std::string> values) { return clusters_ = std::move(values), *this; }
    deployment_filter& gpu_types(std::vector<std::string> values) { return gpu_types_ = std::move(values), *this; }
    deployment_filter& gpu_nums(std::vector<std::int64_t> values) { return gpu_nums_ = std::move(values), *this; }
    /// Default: false.
    deployment_filter& include_deleted(bool yes) { return include_deleted_ = yes, *this; }

    /// Whether any condition was set.
    bool restricts() const;
    /// MAPI's GetInferenceDeploymentsInput.
    json::object to_json() const;

private:
    std::optional<std::vector<std::string>> names_, statuses_, clusters_, gpu_types_;
    std::optional<std::vector<std::int64_t>> gpu_nums_;
    std::optional<datetime> created_before_, created_after_;
    bool include_deleted_ = false;
};

/// run_singular<deployment>. Never repeated when it may have been done.
operation create_deployment(json::object data);
/// run_plural<deployment>.
operation get_deployments(const deployment_filter& filter = {});

// run_plural<deployment>: those that were meant. A filter without any condition is corogql::error of kind usage.

/// Never repeated when it may have been done.
operation update_deployments(const deployment_filter& filter, json::object changes);
/// When an attempt whose answer was lost is repeated, what the first one deleted is not in the list.
operation delete_deployments(const deployment_filter& filter);

} // namespace corogql::mapi
