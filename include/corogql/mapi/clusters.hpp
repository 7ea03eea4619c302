/// MAPI's operation on clusters, for connection.hpp.
#pragma once

#include <corogql/mapi/cluster.hpp>
#include <corogql/mapi/operation.hpp>

namespace corogql::mapi {

class cluster_filter {
public:
    cluster_filter() = default;
    explicit cluster_filter(std::string name) { this->name(std::move(name)); }

    /// One more name.
    cluster_filter& name(std::string value);
    /// An empty list lets no cluster pass.
    cluster_filter& names(std::vector<std::string> values) { return names_ = std::move(values), *this; }
    /// TRAINING, FINETUNING, INFERENCE, …: clusters that take such work.
    cluster_filter& submission_type(std::string word) { return submission_type_ = std::move(word), *this; }
    /// Also clusters that one may not submit to. Default: false.
    cluster_filter& include_all(bool yes) { return include_all_ = yes, *this; }
    /// Fills cluster::utilization, which takes the server longer. Default: false.
    cluster_filter& utilization(bool yes) { return utilization_ = yes, *this; }

    bool utilization() const noexcept { return utilization_; }
    /// MAPI's GetClustersInput.
    json::object to_json() const;

private:
    std::optional<std::vector<std::string>> names_;
    std::string submission_type_;
    bool include_all_ = false, utilization_ = false;
};

/// run_plural<cluster>.
operation get_clusters(const cluster_filter& filter = {});

} // namespace corogql::mapi
