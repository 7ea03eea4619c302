/// What `corogql mapi` was asked to do.
#pragma once

#include "cli/options/common_options.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace corogql::cli {

namespace json = boost::json;

class mapi_session;

/// Which of many things: those that meet all that is given.
struct mapi_filter {
    std::vector<std::string> names; ///< * and ? stand for others
    std::vector<std::string> statuses, clusters, gpu_types, users, types;
    std::vector<std::int64_t> gpu_nums;
    std::string before, after; ///< of creation
    std::uint64_t limit = 100; ///< 0: all
    bool include_deleted = false, latest = false, all = false;
};

/// Over what the configuration file says.
struct mapi_overrides {
    std::string file, clone, restart; ///< where the configuration comes from
    std::string name, image, command, cluster, instance, gpu_type, node_names;
    std::optional<std::int64_t> gpus, nodes, max_retries, replicas;
    std::optional<double> max_duration, hours;
    std::optional<bool> preemptible;
    std::string priority;
    std::vector<std::string> settings;                       ///< FIELD=VALUE, any field of the configuration
    std::vector<std::pair<std::string, json::value>> fields; ///< of a finetune, by its options
    std::string data;                                        ///< of `runs create`: JSON or @FILE

    bool operator==(const mapi_overrides&) const = default;
};

struct mapi_log_options {
    bool follow = false, failed = false, previous = false;
    std::optional<std::int64_t> tail, offset, node, local_gpu, global_gpu, resumption;
    std::string container;
};

struct mapi_secret_options {
    std::string name, place, key, value, file, config_file, username, email, host, profile,
        server = "https://index.docker.io/v1/";
    bool no_input = false; ///< stdin is not read
};

/// Connection, key and mode come from the environment and the configuration file, as `mcli` has them.
struct mapi_arguments : common_options {
    /// Returns the exit status.
    using action_function = int (*)(mapi_session& session);
    action_function action = nullptr;              ///< of those that talk to MAPI
    int (*local)(const mapi_arguments&) = nullptr; ///< of the others

    std::string endpoint;
    std::optional<std::string> proxy; ///< unset: the environment's
    enum class format { table, names, lines } shown = format::table;
    bool yes = false; ///< is not asked on a terminal
    bool yaml = true, yaml_only = false;

    mapi_filter filter;
    mapi_overrides wanted;
    mapi_log_options log;
    mapi_secret_options secret;
    std::string reason, until; ///< a status
    bool disable = false;
    bool no_connect = true;                                 ///< is always so
    bool training = true, inference = true, by_user = true; ///< of utilization
    std::string input;                                      ///< of a prediction: JSON or @FILE
    bool piecewise = false;                                 ///< likewise
    int reconnects = 9;                                     ///< in a row
    double retry_initial = 1, retry_max = 300;

    bool lines() const noexcept { return shown == format::lines; }

    std::string setting;
    std::optional<std::string> value;
};

} // namespace corogql::cli
