#include <corogql/mapi/clusters.hpp>

#include "mapi/operations/document.hpp"
#include "mapi/operations/filter_json.hpp"
#include "mapi/operations/selections.hpp"

namespace corogql::mapi {

cluster_filter& cluster_filter::name(std::string value) {
    if (!names_) names_.emplace();
    names_->push_back(std::move(value));
    return *this;
}

json::object cluster_filter::to_json() const {
    json::object filters;
    detail::add_condition(filters, "name", names_);
    if (!submission_type_.empty()) {
        json::object condition;
        condition["has"] = submission_type_;
        filters["allowedSubmissionTypes"] = std::move(condition);
    }
    json::object input;
    input["filters"] = std::move(filters);
    input["includeAll"] = include_all_;
    return input;
}

operation get_clusters(const cluster_filter& filter) {
    std::string selection(detail::cluster_selection);
    if (filter.utilization()) (selection += ' ') += detail::utilization_selection;
    return detail::make_operation("query", "GetClusters", "getClusters",
                                  {{"getClustersData", "GetClustersInput!", filter.to_json()}}, selection);
}

} // namespace corogql::mapi
