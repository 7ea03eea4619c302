/// A run is made of what people write: a YAML file, or the same built in code.
///
///     name: train
///     image: mosaicml/pytorch:latest
///     command: python train.py
///     compute: {cluster: r1z1, gpus: 8}
///     scheduling: {priority: low, max_retries: 2, max_duration: 1.5}
///     env_variables: {KEY: value}
///     integrations: [{integration_type: git_repo, git_repo: org/repo}]
///     parameters: {…}
///     metadata: {…}
///     dependent_deployment: {…}
///     parent_name: …
#pragma once

#include <corogql/mapi/environment.hpp>
#include <corogql/mapi/submission_config.hpp>

#include <string>
#include <vector>

namespace corogql::mapi {

struct run;

/// A run config says what a run is made of; the header lists the fields. Nothing is required before a run is made of
/// it. Older spellings are understood: `cluster`, `gpu_type`, `gpu_num` and `cpus` beside `compute`, and a list of
/// {key, value} for the variables.
class run_config : public submission_config<run_config> {
public:
    /// Makes a config without fields.
    run_config() = default;
    /// Makes a config of what a run was made of, to make another one. Throws mapi_error 500 for a run that was read
    /// without details.
    static run_config of(const run& made);
    /// Makes a config of MAPI's RunInput: run_details::original_run_input.
    static run_config of_run_input(const json::value& run_input);

    /// Sets the name.
    run_config& name(const std::string& text) { return set("name", json::string(text)); }
    /// Sets the image.
    run_config& image(const std::string& text) { return set("image", json::string(text)); }
    /// Sets the command.
    run_config& command(const std::string& text) { return set("command", json::string(text)); }
    /// Sets the cluster.
    run_config& cluster(const std::string& name) { return set("compute.cluster", json::string(name)); }
    /// Sets the kind of machine.
    run_config& instance(const std::string& name) { return set("compute.instance", json::string(name)); }
    /// Sets the number of GPUs.
    run_config& gpus(std::int64_t count) { return set("compute.gpus", count); }
    /// Sets the type of GPU.
    run_config& gpu_type(const std::string& word) { return set("compute.gpu_type", json::string(word)); }
    /// Sets the number of processors.
    run_config& cpus(std::int64_t count) { return set("compute.cpus", count); }
    /// Sets the number of nodes.
    run_config& nodes(std::int64_t count) { return set("compute.nodes", count); }
    /// Sets the priority: auto, low or lowest.
    run_config& priority(const std::string& word) { return set("scheduling.priority", json::string(word)); }
    /// Lets the run be stopped for others.
    run_config& preemptible(bool yes) { return set("scheduling.preemptible", yes); }
    /// Sets how often the run is started again at most.
    run_config& max_retries(std::int64_t count) { return set("scheduling.max_retries", count); }
    /// Starts the run again after system failures.
    run_config& retry_on_system_failure(bool yes) { return set("scheduling.retry_on_system_failure", yes); }
    /// Sets how long the run may take, in hours.
    run_config& max_duration(double hours) { return set("scheduling.max_duration", hours); }
    /// Sets the parameters that the run finds.
    run_config& parameters(json::object values) { return set("parameters", std::move(values)); }
    /// Sets the metadata.
    run_config& metadata(json::object values) { return set("metadata", std::move(values)); }

    /// Returns MAPI's RunInput. A name that Kubernetes would not take is cleaned; warnings() says so. Within a run the
    /// new one's parent is that run (MOSAICML_PLATFORM and RUN_NAME), unless it is set. Throws config_error when the
    /// image is missing or no image's name, or when a value has another shape than it must.
    json::object to_run_input(const environment& variables = process_environment()) const;

    /// Returns what `mcli` warns of: fields that are not known, with what may have been meant, older spellings, a name
    /// that is cleaned. None of it stops the run from being made.
    std::vector<std::string> warnings() const;
};

} // namespace corogql::mapi
