#include <corogql/mapi/deployment_config.hpp>

#include <corogql/mapi/error.hpp>

#include "mapi/submission/names.hpp"
#include "mapi/submission/translation.hpp"
#include "values/text/nearest.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace corogql::mapi {

namespace {

const std::vector<std::string> known_fields{"name",     "gpu_type",      "gpu_num",      "cluster", "image",
                                            "replicas", "command",       "metadata",     "model",   "default_model",
                                            "batching", "env_variables", "integrations", "compute", "rate_limit"};
const detail::name_pairs model_names{{"download_parameters", "downloadParameters"},
                                     {"model_handler", "modelHandler"},
                                     {"model_parameters", "modelParameters"}};
const detail::name_pairs batching_names{{"max_batch_size", "maxBatchSize"},
                                        {"max_timeout_ms", "maxTimeoutMs"},
                                        {"max_batch_size_in_bytes", "maxBatchSizeInBytes"},
                                        {"max_queue_size", "maxQueueSize"}};

std::string text_at(const json::object& fields, const char* name) {
    const auto* value = detail::given_field(fields, name);
    if (!value) return {};
    if (const auto* text = value->if_string()) return std::string(*text);
    throw config_error(std::string(name) + " must be a text, not " + detail::kind_of(*value));
}

} // namespace

json::object deployment_config::to_deployment_input() const {
    const auto name = text_at(fields_, "name");
    if (!detail::given_field(fields_, "name")) throw config_error("A run name must be provided using the keyword name");
    const auto image = text_at(fields_, "image");
    if (!image.empty() && !detail::is_image_name(image))
        throw config_error("The image name \"" + image + "\" is not valid");
    bool cleaned = false;
    json::object input;
    input["deploymentName"] = detail::clean_run_name(name, cleaned);
    const auto* replicas = detail::given_field(fields_, "replicas");
    input["replicas"] = replicas && *replicas != json::value(0) ? *replicas : json::value(1);
    const auto* variables = detail::given_field(fields_, "env_variables");
    input["envVariables"] = detail::to_mapi_env(variables ? detail::env_variables(*variables) : json::object());
    const auto* integrations = detail::given_field(fields_, "integrations");
    input["integrations"] = detail::to_mapi_integrations(integrations ? *integrations : json::value());
    input["metadata"] = detail::object_member(fields_, "metadata");
    input["batching"] = detail::renamed(detail::object_member(fields_, "batching"), batching_names);
    input["compute"] = detail::renamed(detail::object_member(fields_, "compute"), detail::compute_names);
    input["command"] = text_at(fields_, "command");
    if (!image.empty()) input["image"] = image;
    if (const auto* limit = detail::given_field(fields_, "rate_limit")) input["rateLimit"] = *limit;
    if (detail::given_field(fields_, "model"))
        input["model"] = detail::renamed(detail::object_member(fields_, "model"), model_names);
    if (detail::given_field(fields_, "default_model"))
        input["defaultModel"] =
            detail::renamed_within(detail::object_member(fields_, "default_model"), &detail::to_camel_case);
    if (const auto* count = detail::given_field(fields_, "gpu_num")) input["gpuNum"] = *count;
    if (const auto* type = detail::given_field(fields_, "gpu_type"); type && *type != json::value(""))
        input["gpuType"] = type->is_int64() ? json::value(json::serialize(*type)) : *type;
    if (const auto cluster = text_at(fields_, "cluster"); !cluster.empty()) input["cluster"] = cluster;
    return input;
}

std::vector<std::string> deployment_config::warnings() const {
    std::vector<std::string> found;
    for (const auto& field : fields_) {
        const std::string name(field.key());
        if (std::find(known_fields.begin(), known_fields.end(), name) == known_fields.end())
            found.push_back("unknown field " + name + corogql::detail::did_you_mean(name, known_fields) +
                            "; it is not used");
    }
    bool cleaned = false;
    const auto name = text_at(fields_, "name");
    const auto clean = detail::clean_run_name(name, cleaned);
    if (cleaned && !name.empty())
        found.push_back("a deployment's name has only lower-case letters, digits and \"-\": \"" + name +
                        "\" becomes \"" + clean + "\"");
    return found;
}

} // namespace corogql::mapi
