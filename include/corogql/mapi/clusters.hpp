/// This header has MAPI's operation on clusters, for connection.hpp.
#pragma once

#include <corogql/mapi/cluster.hpp>
#include <corogql/mapi/operation.hpp>

namespace corogql::mapi {

/// A cluster filter lets clusters pass that meet every condition.
class cluster_filter {
public:
    /// Makes a filter that lets all clusters pass.
    cluster_filter() = default;
    /// Makes a filter that lets the cluster of this name pass.
    explicit cluster_filter(std::string name) { this->name(std::move(name)); }

    /// Adds one more name.
    cluster_filter& name(std::string value);
    /// Sets the names; an empty list lets no cluster pass.
    cluster_filter& names(std::vector<std::string> values) { return names_ = std::move(values), *this; }
    /// Lets clusters pass that take such work: TRAINING, FINETUNING, INFERENCE, …
    cluster_filter& submission_type(std::string word) { return submission_type_ = std::move(word), *this; }
    /// Lets also clusters pass that one may not submit to. Default: false.
    cluster_filter& include_all(bool yes) { return include_all_ = yes, *this; }
    /// Fills cluster::utilization, which takes the server longer. Default: false.
    cluster_filter& utilization(bool yes) { return utilization_ = yes, *this; }

    /// Returns whether cluster::utilization is filled.
    bool utilization() const noexcept { return utilization_; }
    /// Returns MAPI's GetClustersInput.
    json::object to_json() const;

private:
    std::optional<std::vector<std::string>> names_;
    std::string submission_type_;
    bool include_all_ = false, utilization_ = false;
};

/// Asks for clusters; it is run by `run_plural<cluster>`.
operation get_clusters(const cluster_filter& filter = {});

} // namespace corogql::mapi
