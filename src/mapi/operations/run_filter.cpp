#include <corogql/mapi/run_filter.hpp>

#include "mapi/operations/filter_json.hpp"

namespace corogql::mapi {

run_filter& run_filter::name(std::string value) {
    if (!names_) names_.emplace();
    names_->push_back(std::move(value));
    return *this;
}

bool run_filter::restricts() const {
    const auto input = to_json();
    return !input.at("filters").get_object().empty() || input.contains("entity");
}

json::object run_filter::to_json() const {
    json::object filters;
    detail::add_condition(filters, "name", names_);
    detail::add_condition(filters, "status", statuses_);
    detail::add_condition(filters, "createdAt", created_after_, created_before_);
    detail::add_condition(filters, "endedAt", ended_after_, ended_before_);
    detail::add_condition(filters, "clusterName", clusters_);
    detail::add_condition(filters, "gpuType", gpu_types_);
    detail::add_condition(filters, "gpuNum", gpu_nums_);
    detail::add_condition(filters, "runType", run_types_);
    json::object input;
    input["filters"] = std::move(filters);
    if (include_deleted_) input["includeDeleted"] = true;
    json::object entity;
    detail::add_list(entity, "emails", user_emails_);
    detail::add_list(entity, "organizationIds", organization_ids_);
    if (!entity.empty()) input["entity"] = std::move(entity);
    return input;
}

json::object run_filter::to_page_json() const {
    auto input = to_json();
    input["includeDeleted"] = include_deleted_;
    input["limit"] = limit_ ? json::value(*limit_) : json::value();
    return input;
}

} // namespace corogql::mapi
