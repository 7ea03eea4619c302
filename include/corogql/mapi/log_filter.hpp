/// A log filter says which log is meant, and which part of it.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>

namespace corogql::mapi {

namespace json = boost::json;

/// A log filter is for the log of a run.
class log_filter {
public:
    /// Makes a filter for the log of the run of this name.
    explicit log_filter(const std::string& name);

    /// Goes on until the run has ended; otherwise there is what there is now. Default: false.
    log_filter& follow(bool yes) { return set("follow", yes); }
    /// Takes the log of the node that failed first. Default: false.
    log_filter& failed(bool yes) { return set("failed", yes); }
    /// Takes only exceptions, as MAPI's `exceptionOnly` does. Default: false.
    log_filter& exception_only(bool yes) { return set("exceptionOnly", yes); }
    /// Sets the rank of the node.
    log_filter& node_rank(std::int64_t rank) { return set("nodeRank", rank); }
    /// Sets the rank of the GPU within its node.
    log_filter& local_gpu_rank(std::int64_t rank) { return set("localGpuRank", rank); }
    /// Sets the rank of the GPU among all.
    log_filter& global_gpu_rank(std::int64_t rank) { return set("globalGpuRank", rank); }
    /// Sets which execution is meant, from 0. Default: the last.
    log_filter& attempt(std::int64_t index) { return set("attemptIndex", index); }
    /// Takes only so many lines from the end.
    log_filter& tail(std::int64_t lines) { return set("tail", lines); }
    /// Sets the name of the container.
    log_filter& container(const std::string& name) { return set("containerName", json::string(name)); }
    /// Sets where to begin, in bytes. Default: 0.
    log_filter& offset(std::int64_t bytes) { return set("offset", bytes); }

    /// Returns MAPI's GetRunLogsInput. Throws corogql::error of kind `usage` for conditions that exclude each other:
    /// ranks of GPUs are those of the MAIN container, a global one needs no node, and the node that failed first has
    /// its own rank.
    json::object to_json() const;

private:
    log_filter& set(const char* name, json::value value) { return input_[name] = std::move(value), *this; }

    json::object input_;
};

/// A deployment log filter is for the log of an inference deployment.
class deployment_log_filter {
public:
    /// Makes a filter for the log of the deployment of this name.
    explicit deployment_log_filter(const std::string& name);

    /// Goes on with what is written later; otherwise there is what there is now. Default: false.
    deployment_log_filter& follow(bool yes) { return set("follow", yes); }
    /// Takes the log of what failed. Default: false.
    deployment_log_filter& failed(bool yes) { return set("failed", yes); }
    /// Sets after which restart, from 0. Default: the last.
    deployment_log_filter& restart(std::int64_t count) { return set("restartCount", count); }
    /// Takes only so many lines from the end.
    deployment_log_filter& tail(std::int64_t lines) { return set("tail", lines); }
    /// Sets where to begin, in bytes. Default: 0.
    deployment_log_filter& offset(std::int64_t bytes) { return set("offset", bytes); }

    /// Returns MAPI's GetInferenceDeploymentLogsInput.
    const json::object& to_json() const noexcept { return input_; }

private:
    deployment_log_filter& set(const char* name, json::value value) { return input_[name] = std::move(value), *this; }

    json::object input_;
};

} // namespace corogql::mapi
