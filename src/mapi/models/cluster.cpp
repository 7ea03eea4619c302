#include <corogql/mapi/cluster.hpp>

#include "mapi/models/cluster_parts.hpp"
#include "values/text/ascii.hpp"

namespace corogql::mapi {

namespace {

std::string provider_name(const std::string& word) {
    std::string upper, capital;
    const auto in_upper_case = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; };
    for (const char c : word) {
        upper += in_upper_case(c);
        capital += capital.empty() ? in_upper_case(c) : corogql::detail::to_lower(c);
    }
    if (upper == "COREWEAVE") return "CoreWeave";
    if (upper == "MICROK8S") return "MicroK8s";
    if (upper == "MOSAICML_COLO") return "MosaicML";
    return capital;
}

} // namespace

cluster cluster::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    const detail::field_reader from(response, root);
    detail::require_fields(from, {"name"});
    cluster out;
    out.id = from.get<std::string>("id");
    out.name = from.text("name");
    out.provider = provider_name(from.text("provider"));
    out.allow_fractional = from.flag("allowFractional");
    out.allow_multinode = from.flag("allowMultinode");
    out.allowed_submission_types = from.get_or<std::vector<std::string>>("allowedSubmissionTypes");
    out.is_multi_tenant = from.flag("isMultiTenant");
    out.reservation_type = from.text("reservationType");
    out.scheduler_enabled = from.flag("schedulerEnabled");
    out.instances = from.list("allowedInstances", &detail::read_instance);
    from.child("utilization", [&](const auto& use) { out.utilization = detail::read_utilization(use); });
    return out;
}

std::vector<std::string> cluster::cells() const { return {name, provider}; }

} // namespace corogql::mapi
