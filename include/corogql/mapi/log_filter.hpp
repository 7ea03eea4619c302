/// Which log, and which part of it.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>

namespace corogql::mapi {

namespace json = boost::json;

/// Of a run.
class log_filter {
public:
    explicit log_filter(const std::string& name);

    /// On, until the run has ended; otherwise what there is now. Default: false.
    log_filter& follow(bool yes) { return set("follow", yes); }
    /// Of the node that failed first. Default: false.
    log_filter& failed(bool yes) { return set("failed", yes); }
    log_filter& exception_only(bool yes) { return set("exceptionOnly", yes); }
    log_filter& node_rank(std::int64_t rank) { return set("nodeRank", rank); }
    log_filter& local_gpu_rank(std::int64_t rank) { return set("localGpuRank", rank); }
    log_filter& global_gpu_rank(std::int64_t rank) { return set("globalGpuRank", rank); }
    /// Which execution, from 0. Default: the last.
    log_filter& attempt(std::int64_t index) { return set("attemptIndex", index); }
    /// Only so many lines from the end.
    log_filter& tail(std::int64_t lines) { return set("tail", lines); }
    log_filter& container(const std::string& name) { return set("containerName", json::string(name)); }
    /// Where to begin, in bytes. Default: 0.
    log_filter& offset(std::int64_t bytes) { return set("offset", bytes); }

    /// MAPI's GetRunLogsInput. Throws corogql::error of kind usage for conditions that exclude each other: ranks of
    /// GPUs are those of the MAIN container, a global one needs no node, and the node that failed first has its own
    /// rank.
    json::object to_json() const;

private:
    log_filter& set(const char* name, json::value value) { return input_[name] = std::move(value), *this; }

    json::object input_;
};

/// Of an inference deployment.
class deployment_log_filter {
public:
    explicit deployment_log_filter(const std::string& name);

    /// Default: false.
    deployment_log_filter& follow(bool yes) { return set("follow", yes); }
    /// Default: false.
    deployment_log_filter& failed(bool yes) { return set("failed", yes); }
    /// After which restart, from 0. Default: the last.
    deployment_log_filter& restart(std::int64_t count) { return set("restartCount", count); }
    /// Only so many lines from the end.
    deployment_log_filter& tail(std::int64_t lines) { return set("tail", lines); }
    /// Where to begin, in bytes. Default: 0.
    deployment_log_filter& offset(std::int64_t bytes) { return set("offset", bytes); }

    /// MAPI's GetInferenceDeploymentLogsInput.
    const json::object& to_json() const noexcept { return input_; }

private:
    deployment_log_filter& set(const char* name, json::value value) { return input_[name] = std::move(value), *this; }

    json::object input_;
};

} // namespace corogql::mapi
