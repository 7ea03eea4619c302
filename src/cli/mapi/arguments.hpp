/// The arguments say what `corogql mapi` was asked to do.
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

/// A filter says which of many things are meant: those that meet all that is given.
struct mapi_filter {
    std::vector<std::string> names; ///< In a name *, ? and [ stand for other characters, as fnmatch() has them.
    std::vector<std::string> statuses, clusters, gpu_types, users, types;
    std::vector<std::int64_t> gpu_nums;
    std::string before, after; ///< The times between which a thing was created.
    std::uint64_t limit = 100; ///< The most things; 0 means all.
    bool include_deleted = false, latest = false, all = false;
};

/// Overrides count more than what the configuration file says.
struct mapi_overrides {
    std::string file, clone, restart; ///< The configuration comes from one of these.
    std::string name, image, command, cluster, instance, gpu_type, node_names;
    std::optional<std::int64_t> gpus, nodes, max_retries, replicas;
    std::optional<double> max_duration, hours;
    std::optional<bool> preemptible;
    std::string priority;
    /// Each setting is FIELD=VALUE, for any field of the configuration.
    std::vector<std::string> settings;
    /// The fields of a finetune, by its options.
    std::vector<std::pair<std::string, json::value>> fields;
    std::string data; ///< The data of `runs create`: JSON or @FILE.

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
    bool no_input = false; ///< Whether stdin is not read.
};

/// The arguments of `corogql mapi`. Connection, key and mode come from the environment and the configuration file, as
/// `mcli` has them.
struct mapi_arguments : common_options {
    /// Does what a verb is for, and returns the exit status.
    using action_function = int (*)(mapi_session& session);
    action_function action = nullptr;              ///< The action of a verb that talks to MAPI.
    int (*local)(const mapi_arguments&) = nullptr; ///< The action of a verb that does not talk to MAPI.

    std::string endpoint;
    std::optional<std::string> proxy; ///< The environment's proxy counts where this is unset.
    enum class format { table, names, lines } shown = format::table;
    bool yes = false; ///< Whether the user is not asked on a terminal.
    bool yaml = true, yaml_only = false;

    mapi_filter filter;
    mapi_overrides wanted;
    mapi_log_options log;
    mapi_secret_options secret;
    std::string reason, until; ///< The word `until` is a status.
    bool disable = false;
    bool no_connect = true; ///< The program never connects to an interactive run, so this is always true.
    /// The parts of the utilization that are shown.
    bool training = true, inference = true, by_user = true;
    std::string input;      ///< The input of a prediction: JSON or @FILE.
    bool piecewise = false; ///< Whether a prediction comes in pieces.
    int reconnects = 9;     ///< The most connections that fail in a row; -1 means without end.
    double retry_initial = 1, retry_max = 300;

    bool lines() const noexcept { return shown == format::lines; }

    std::string setting;
    std::optional<std::string> value;
};

} // namespace corogql::cli
