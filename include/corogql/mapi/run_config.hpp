/// What a run is made of, as people write it: a YAML file, or the same built in code.
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

/// Nothing is required before a run is made of it. Older spellings are understood: `cluster`, `gpu_type`, `gpu_num` and
/// `cpus` beside `compute`, and a list of {key, value} for the variables.
class run_config : public submission_config<run_config> {
public:
    run_config() = default;
    /// What a run was made of, to make another one. Throws mapi_error 500 for a run that was read without details.
    static run_config of(const run& made);
    /// Of MAPI's RunInput: run_details::original_run_input.
    static run_config of_run_input(const json::value& run_input);

    run_config& name(const std::string& text) { return set("name", json::string(text)); }
    run_config& image(const std::string& text) { return set("image", json::string(text)); }
    run_config& command(const std::string& text) { return set("command", json::string(text)); }
    run_config& cluster(const std::string& name) { return set("compute.cluster", json::string(name)); }
    run_config& instance(const std::string& name) { return set("compute.instance", json::string(name)); }
    run_config& gpus(std::int64_t count) { return set("compute.gpus", count); }
    run_config& gpu_type(const std::string& word) { return set("compute.gpu_type", json::string(word)); }
    run_config& cpus(std::int64_t count) { return set("compute.cpus", count); }
    run_config& nodes(std::int64_t count) { return set("compute.nodes", count); }
    /// auto, low or lowest.
    run_config& priority(const std::string& word) { return set("scheduling.priority", json::string(word)); }
    run_config& preemptible(bool yes) { return set("scheduling.preemptible", yes); }
    run_config& max_retries(std::int64_t count) { return set("scheduling.max_retries", count); }
    run_config& retry_on_system_failure(bool yes) { return set("scheduling.retry_on_system_failure", yes); }
    run_config& max_duration(double hours) { return set("scheduling.max_duration", hours); }
    run_config& parameters(json::object values) { return set("parameters", std::move(values)); }
    run_config& metadata(json::object values) { return set("metadata", std::move(values)); }

    /// MAPI's RunInput. A name that Kubernetes would not take is cleaned; warnings() says so. Within a run the new
    /// one's parent is that run (MOSAICML_PLATFORM and RUN_NAME), unless it is set. Throws config_error when the image
    /// is missing or no image's name, or when a value has another shape than it must.
    json::object to_run_input(const environment& variables = process_environment()) const;

    /// What `mcli` warns of: fields that are not known, with what may have been meant, older spellings, a name that is
    /// cleaned. None of it stops the run from being made.
    std::vector<std::string> warnings() const;
};

} // namespace corogql::mapi
