/// A deployment is made of what people write: a YAML file, or the same built in code.
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

/// A deployment config says what an inference deployment is made of; the header lists the fields.
class deployment_config : public submission_config<deployment_config> {
public:
    /// Makes a config without fields.
    deployment_config() = default;

    /// Sets the name.
    deployment_config& name(const std::string& text) { return set("name", json::string(text)); }
    /// Sets the image.
    deployment_config& image(const std::string& text) { return set("image", json::string(text)); }
    /// Sets the command.
    deployment_config& command(const std::string& text) { return set("command", json::string(text)); }
    /// Sets how many replicas there are to be. Default: 1.
    deployment_config& replicas(std::int64_t count) { return set("replicas", count); }
    /// Sets the cluster.
    deployment_config& cluster(const std::string& name) { return set("compute.cluster", json::string(name)); }
    /// Sets how many GPUs a replica has.
    deployment_config& gpus(std::int64_t count) { return set("compute.gpus", count); }
    /// Sets the type of GPU.
    deployment_config& gpu_type(const std::string& word) { return set("compute.gpu_type", json::string(word)); }

    /// Returns MAPI's inferenceDeploymentInput; a name that Kubernetes would not take is cleaned. Throws config_error
    /// when the name is missing, the image is no image's name, or a value has another shape than it must.
    json::object to_deployment_input() const;

    /// Returns what to warn of: fields that are not known, which are not used, and a name that is cleaned.
    std::vector<std::string> warnings() const;
};

} // namespace corogql::mapi
