#include "cli/mapi_command_line.hpp"

#include "cli/option_helpers.hpp"

namespace corogql::cli {

namespace {

constexpr const char* examples = R"(
Examples:
  corogql mapi config set api-key           (the key is read from stdin)
  corogql mapi runs list --status RUNNING --limit 20
  corogql mapi runs create my-run --image ubuntu --command 'python train.py' --gpus 8
  corogql mapi logs my-run --follow
  corogql mapi watch my-run && echo it has completed
  MOSAICML_API_ENDPOINT=http://127.0.0.1:8080/graphql corogql mapi clusters --json)";

/// A verb below `mapi` with the options that all of them have.
CLI::App* add_action(CLI::App& parent, mapi_arguments& to, mapi_action action, const char* name, const char* text) {
    auto* verb = parent.add_subcommand(name, text);
    verb->callback([&to, action] { to.action = action; });
    add(*verb, "--endpoint", to.endpoint, "Instead of MOSAICML_API_ENDPOINT and the mode's endpoint")->type_name("URL");
    add_proxy(*verb, to.proxy);
    add_common(*verb, to, "Deadline of each request; 0: none");
    verb->add_flag("--json", to.lines, "JSON for programs: a line for each object");
    return verb;
}

void add_names(CLI::App& verb, mapi_arguments& to, bool several) {
    auto* option = verb.add_option("NAME", to.names, several ? "Names of runs" : "Name of a run")->required();
    if (!several) option->expected(1);
}

void add_runs(CLI::App& mapi, mapi_arguments& to) {
    auto* runs = mapi.add_subcommand("runs", "List, look at, create, stop and delete runs");
    runs->require_subcommand(1);

    auto* list = add_action(*runs, to, mapi_action::list_runs, "list", "List runs, the newest first");
    add_list(*list, "--status", to.statuses, "Only of this status; may be repeated");
    add_list(*list, "--cluster", to.on_clusters, "Only on this cluster; may be repeated");
    add_list(*list, "--name", to.names, "Only of this name; may be repeated");
    add(*list, "--limit", to.limit, "So many at most; 0: all")->capture_default_str();

    add_names(*add_action(*runs, to, mapi_action::get_run, "get", "Show one run"), to, false);

    auto* create = add_action(*runs, to, mapi_action::create_run, "create", "Create a run and show it");
    add_names(*create, to, false);
    add(*create, "--image", to.image, "Docker image");
    add(*create, "--command", to.command, "What it runs");
    add(*create, "--cluster", to.cluster, "Where it runs");
    add(*create, "--gpus", to.gpus, "How many GPUs")->check(CLI::NonNegativeNumber);
    add(*create, "--data", to.data, "MAPI's runInput: JSON, or @FILE; other options win over it");

    auto* stop = add_action(*runs, to, mapi_action::stop_runs, "stop", "Stop runs and show them");
    add_names(*stop, to, true);
    add(*stop, "--reason", to.reason, "Kept with the runs");

    add_names(*add_action(*runs, to, mapi_action::delete_runs, "delete", "Delete runs and show them"), to, true);
}

void add_reconnect(CLI::App& verb, mapi_arguments& to) {
    add(verb, "--retries", to.reconnects, "Connections that fail in a row; -1: without end")
        ->check(CLI::Range(-1, 1'000'000'000))
        ->capture_default_str();
    add_seconds(verb, "--retry-initial", to.retry_initial, "Base of the waits before reconnections");
    add_seconds(verb, "--retry-max", to.retry_max, "The longest of them");
}

void add_logs(CLI::App& mapi, mapi_arguments& to) {
    auto* logs = add_action(mapi, to, mapi_action::logs, "logs", "Print a run's log");
    add_names(*logs, to, false);
    logs->add_flag("--follow", to.follow, "Go on until the run ends, over lost connections");
    logs->add_flag("--failed", to.failed, "Of the node that failed first");
    add(*logs, "--tail", to.tail, "Only so many lines from the end")->check(CLI::NonNegativeNumber);
    add(*logs, "--offset", to.offset, "Begin at this byte")->check(CLI::NonNegativeNumber);

    add_reconnect(*logs, to);

    auto* watch = add_action(mapi, to, mapi_action::watch, "watch", "Print each status of a run until it ends");
    add_names(*watch, to, false);
    add(*watch, "--until", to.until,
        "Stop at this status or a later one, as STOPPED and FAILED are of any other; exit status 1 if it is not "
        "reached");
    add_reconnect(*watch, to);
}

void add_config(CLI::App& mapi, mapi_arguments& to) {
    auto* config = mapi.add_subcommand("config", "Show or change what the configuration file holds");
    config->require_subcommand(1);
    const auto add_setting = [&](CLI::App* verb) {
        verb->add_option("SETTING", to.setting, "api-key")->required()->check(CLI::IsMember({"api-key"}));
        return verb;
    };
    add_setting(add_action(*config, to, mapi_action::get_config, "get", "Print a setting, secrets included"));
    add_setting(add_action(*config, to, mapi_action::set_config, "set", "Change a setting"))
        ->add_option("VALUE", to.value, "Without one it is read from stdin, so that no process list shows it");
}

} // namespace

CLI::App* add_mapi(CLI::App& app, mapi_arguments& to) {
    auto* mapi = app.add_subcommand("mapi", "MosaicML's API: runs, logs, clusters, secrets, users");
    mapi->require_subcommand(1);
    mapi->footer(examples);
    add_runs(*mapi, to);
    add_logs(*mapi, to);
    add_action(*mapi, to, mapi_action::clusters, "clusters", "List clusters");
    add_action(*mapi, to, mapi_action::secrets, "secrets", "List secrets, without their values");
    add_action(*mapi, to, mapi_action::users, "users", "List the organization's users");
    add_config(*mapi, to);
    return mapi;
}

} // namespace corogql::cli
