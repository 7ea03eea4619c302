#include <corogql/mapi/run_config.hpp>

#include <corogql/mapi/error.hpp>
#include <corogql/mapi/run.hpp>

#include "mapi/models/trimmed.hpp"
#include "mapi/submission/names.hpp"
#include "mapi/submission/translation.hpp"
#include "values/text/ascii.hpp"
#include "values/text/nearest.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace corogql::mapi {

namespace {

using detail::name_pairs;
using words = std::vector<std::string>;

const name_pairs field_names{{"name", "runName"},
                             {"parent_name", "parentName"},
                             {"gpu_type", "gpuType"},
                             {"gpu_num", "gpuNum"},
                             {"cpus", "cpus"},
                             {"cluster", "cluster"},
                             {"image", "image"},
                             {"integrations", "integrations"},
                             {"env_variables", "envVariables"},
                             {"parameters", "parameters"},
                             {"command", "command"},
                             {"scheduling", "scheduling"},
                             {"compute", "compute"},
                             {"metadata", "metadata"},
                             {"dependent_deployment", "dependentDeployment"}};
/// These fields stand beside `compute` in older configurations; the second name is that within `compute`.
const name_pairs older_names{{"cluster", "cluster"}, {"gpu_type", "gpu_type"}, {"gpu_num", "gpus"}, {"cpus", "cpus"}};
const words compute_fields{"cluster", "instance", "nodes", "node_names", "gpu_type", "gpus", "cpus"};
const words scheduling_fields{"priority",
                              "resumable",
                              "preemptible",
                              "max_retries",
                              "max_duration",
                              "retry_on_system_failure",
                              "retryOnSystemFailure",
                              "watchdogEnabled"};

std::string text_of(const json::value& value, const char* name) {
    if (const auto* text = value.if_string()) return std::string(*text);
    if (value.is_object() || value.is_array())
        throw config_error(std::string(name) + " must be a text, not " + detail::kind_of(value));
    return json::serialize(value);
}

std::string checked_image(const json::object& fields) {
    const auto* image = detail::given_field(fields, "image");
    const auto name = image ? text_of(*image, "image") : std::string();
    if (name.empty()) throw config_error("An image name must be provided using the keyword image");
    if (!detail::is_image_name(name)) throw config_error("The image name \"" + name + "\" is not valid");
    return name;
}

/// Translates the deployment that runs beside a run: one level of names, and variables as everywhere.
json::object to_mapi_deployment(const json::object& from) {
    auto result = detail::renamed_within(from, &detail::to_camel_case);
    if (const auto* variables = from.if_contains("env_variables"))
        result["envVariables"] = detail::to_mapi_env(detail::env_variables(*variables));
    return result;
}

json::object from_mapi_deployment(const json::object& from) {
    auto result = detail::renamed_within(from, &detail::to_snake_case);
    if (const auto* list = from.if_contains("envVariables")) result["env_variables"] = detail::from_mapi_env(*list);
    return result;
}

void warn_of_unknown(words& warnings, const json::object& fields, const std::string& where, const words& known) {
    for (const auto& member : detail::object_member(fields, where)) {
        const std::string name(member.key());
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        warnings.push_back("unknown field " + where + "." + name + corogql::detail::did_you_mean(name, known) +
                           "; it is sent as it is");
    }
}

} // namespace

json::object run_config::to_run_input(const environment& variables) const {
    json::object input;
    bool cleaned = false;
    input["integrations"] = json::array();
    input["envVariables"] = json::array();
    input["parameters"] = json::object();
    input["image"] = checked_image(fields_);
    if (const auto* name = detail::given_field(fields_, "name"))
        input["runName"] = detail::clean_run_name(text_of(*name, "name"), cleaned);
    if (const auto* parent = detail::given_field(fields_, "parent_name")) input["parentName"] = *parent;
    if (const auto* cluster = detail::given_field(fields_, "cluster"); cluster && *cluster != json::value(""))
        input["cluster"] = *cluster;
    if (const auto* type = detail::given_field(fields_, "gpu_type"); type && *type != json::value(""))
        input["gpuType"] = type->is_int64() ? json::value(json::serialize(*type)) : *type;
    if (const auto* count = detail::given_field(fields_, "gpu_num")) input["gpuNum"] = *count;
    const auto* cpus = detail::given_field(fields_, "cpus");
    input["cpus"] = cpus ? *cpus : json::value(0);
    const auto* command = detail::given_field(fields_, "command");
    input["command"] = command ? detail::trimmed(text_of(*command, "command")) : std::string();
    if (const auto* list = detail::given_field(fields_, "integrations"))
        input["integrations"] = detail::to_mapi_integrations(*list);
    if (const auto* list = detail::given_field(fields_, "env_variables"))
        input["envVariables"] = detail::to_mapi_env(detail::env_variables(*list));
    if (const auto* values = detail::given_field(fields_, "parameters")) input["parameters"] = *values;
    input["scheduling"] = detail::renamed(detail::object_member(fields_, "scheduling"), detail::scheduling_names);
    input["compute"] = detail::renamed(detail::object_member(fields_, "compute"), detail::compute_names);
    input["metadata"] = detail::without_nulls(detail::object_member(fields_, "metadata"));
    input["dependentDeployment"] = to_mapi_deployment(detail::object_member(fields_, "dependent_deployment"));
    auto& parent = input["parentName"];
    if (parent.is_null() || parent == json::value("")) {
        parent = nullptr;
        const bool within_run =
            corogql::detail::equals_ignoring_case(variables("MOSAICML_PLATFORM").value_or(""), "true");
        if (const auto name = variables("RUN_NAME"); within_run && name) parent = *name;
    }
    return input;
}

std::vector<std::string> run_config::warnings() const {
    words found;
    words known;
    for (const auto& pair : field_names) known.emplace_back(pair.first);
    for (const auto& field : fields_) {
        const std::string name(field.key());
        if (std::find(known.begin(), known.end(), name) == known.end())
            found.push_back("unknown field " + name + corogql::detail::did_you_mean(name, known) + "; it is not used");
    }
    for (const auto& [older, within] : older_names)
        if (detail::given_field(fields_, older))
            found.push_back("field " + std::string(older) + " is deprecated; use compute." + std::string(within));
    if (const auto* variables = detail::given_field(fields_, "env_variables"); variables && variables->is_array())
        found.push_back("a list of env_variables is deprecated; use a mapping of names to values");
    warn_of_unknown(found, fields_, "compute", compute_fields);
    warn_of_unknown(found, fields_, "scheduling", scheduling_fields);
    if (const auto* name = detail::given_field(fields_, "name")) {
        bool cleaned = false;
        const auto given_name = text_of(*name, "name");
        const auto clean = detail::clean_run_name(given_name, cleaned);
        if (cleaned)
            found.push_back("a run's name has only lower-case letters, digits and \"-\": \"" + given_name +
                            "\" becomes \"" + clean + "\"");
    }
    return found;
}

run_config run_config::of(const run& made) {
    if (!made.details || made.details->original_run_input.is_null())
        throw mapi_error(500, "Could not find the submitted run config for run " + made.name);
    return of_run_input(made.details->original_run_input);
}

run_config run_config::of_run_input(const json::value& run_input) {
    json::object fields;
    const auto* input = run_input.if_object();
    if (!input) return from_fields(std::move(fields));
    for (const auto& [yaml, mapi] : field_names) {
        const auto* value = detail::given_field(*input, mapi);
        if (!value) continue;
        auto& field = fields[yaml];
        if (yaml == "env_variables")
            field = detail::from_mapi_env(*value);
        else if (yaml == "integrations")
            field = detail::from_mapi_integrations(*value);
        else if (yaml == "scheduling")
            field = detail::renamed(detail::object_member(*input, mapi), detail::inverse(detail::scheduling_names));
        else if (yaml == "compute")
            field = detail::renamed(detail::object_member(*input, mapi), detail::inverse(detail::compute_names));
        else if (yaml == "dependent_deployment")
            field = from_mapi_deployment(detail::object_member(*input, mapi));
        else
            field = *value;
    }
    if (auto* scheduling = fields.if_contains("scheduling")) scheduling->get_object().erase("priorityInt");
    // What older configurations had beside `compute` goes there.
    for (const auto& [older, within] : older_names) {
        const auto* value = detail::given_field(fields, older);
        if (!value) continue;
        const bool empty = *value == json::value(0) || *value == json::value("");
        if (!empty && !detail::object_member(fields, "compute").contains(within))
            detail::set_field(fields, "compute." + std::string(within), *value);
        fields.erase(older);
    }
    return from_fields(std::move(fields));
}

} // namespace corogql::mapi
