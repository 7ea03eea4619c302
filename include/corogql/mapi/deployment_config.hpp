/// What an inference deployment is made of, as people write it: a YAML file, or the same built in code.
///
///     name: chat
///     image: mosaicml/inference:latest
///     replicas: 2
///     command: serve
///     compute: {cluster: r1z1, gpus: 1, gpu_type: a10}
///     model: {downloader: …, download_parameters: {…}, model_handler: …, model_parameters: {…}, backend: …}
///     default_model: {model_type: …, checkpoint_path: {…}}
///     batching: {max_batch_size: 4, max_timeout_ms: 100}
///     env_variables, integrations, metadata, rate_limit
#pragma once

#include <corogql/mapi/submission_config.hpp>

#include <string>
#include <vector>

namespace corogql::mapi {

class deployment_config : public submission_config<deployment_config> {
public:
    deployment_config() = default;

    deployment_config& name(const std::string& text) { return set("name", json::string(text)); }
    deployment_config& image(const std::string& text) { return set("image", json::string(text)); }
    deployment_config& command(const std::string& text) { return set("command", json::string(text)); }
    /// Default: 1.
    deployment_config& replicas(std::int64_t count) { return set("replicas", count); }
    deployment_config& cluster(const std::string& name) { return set("compute.cluster", json::string(name)); }
    deployment_config& gpus(std::int64_t count) { return set("compute.gpus", count); }
    deployment_config& gpu_type(const std::string& word) { return set("compute.gpu_type", json::string(word)); }

    /// MAPI's inferenceDeploymentInput; a name that Kubernetes would not take is cleaned. Throws config_error when the
    /// name is missing, the image is no image's name, or a value has another shape than it must.
    json::object to_deployment_input() const;

    /// Fields that are not known, which are not used, and a name that is cleaned.
    std::vector<std::string> warnings() const;
};

} // namespace corogql::mapi
