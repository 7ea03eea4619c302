#include "cli/mapi/actions.hpp"
#include "cli/mapi/latest.hpp"
#include "cli/mapi/session.hpp"
#include "cli/options/variables.hpp"
#include "cli/output/report.hpp"
#include "values/json/builder.hpp"

#include <corogql/mapi/deployments.hpp>
#include <corogql/mapi/finetunes.hpp>
#include <corogql/mapi/runs.hpp>
#include <corogql/mapi/wait_for_run.hpp>

#include <sstream>

namespace corogql::cli {

namespace {

template <class Config>
void tell_warnings(const Config& config) {
    if constexpr (requires { config.warnings(); })
        for (const auto& warning : config.warnings()) tell_redacted("corogql: warning: " + warning);
}

/// Reads JSON if the text is JSON, else a text; what begins like JSON must be JSON.
json::value read_setting(const std::string& text) {
    std::string problem;
    if (auto value = detail::parse_json(text, problem)) return std::move(*value);
    if (text.starts_with('{') || text.starts_with('['))
        throw error(error_kind::usage, "--set: " + text + " is no JSON: " + problem);
    return json::string(text);
}

/// Sets the fields of a configuration. Each setting is FIELD=VALUE.
template <class Config>
void set_fields(Config& config, const std::vector<std::string>& settings) {
    for (const auto& each : settings) {
        const auto equals = each.find('=');
        if (equals == std::string::npos || equals == 0)
            throw error(error_kind::usage, "--set: \"" + each + "\" is not FIELD=VALUE");
        config.set(each.substr(0, equals), read_setting(each.substr(equals + 1)));
    }
}

template <class Config>
Config read_file(const mapi_overrides& from, const char* what) {
    if (from.file.empty()) throw error(error_kind::usage, std::string("say which ") + what + ": -f FILE");
    return Config::from_file(from.file);
}

template <class Config>
void set_compute(Config& config, const mapi_overrides& from) {
    const auto text = [&](const char* field, const std::string& value) {
        if (!value.empty()) config.set(field, json::string(value));
    };
    text("compute.cluster", from.cluster);
    text("compute.instance", from.instance);
    text("compute.gpu_type", from.gpu_type);
    if (from.gpus) config.set("compute.gpus", *from.gpus);
    if (from.nodes) config.set("compute.nodes", *from.nodes);
    if (from.node_names.empty()) return;
    json::array names;
    std::istringstream list(from.node_names);
    for (std::string name; std::getline(list, name, ',');) names.emplace_back(name);
    config.set("compute.node_names", std::move(names));
}

void set_overrides(mapi::run_config& config, const mapi_overrides& from) {
    if (!from.name.empty()) config.name(from.name);
    if (!from.image.empty()) config.image(from.image);
    if (!from.command.empty()) config.command(from.command);
    set_compute(config, from);
    if (!from.priority.empty()) config.priority(from.priority);
    if (from.preemptible) config.preemptible(*from.preemptible);
    if (from.max_retries) config.max_retries(*from.max_retries);
    if (from.max_duration) config.max_duration(*from.max_duration);
    set_fields(config, from.settings);
}

int show_made(mapi_session& session, mapi::object_list<mapi::run> made) {
    session.show(made);
    if (!session.arguments().log.follow || made.empty()) return 0;
    const auto name = made.front().name;
    session.wait(mapi::start_wait_for_run_status(session.connection(), name, mapi::run_status::running), name);
    auto following = session.arguments();
    following.filter.names = {name};
    mapi_session log(following);
    return print_log(log);
}

/// Starts a run again that has ended; it keeps what it was made of, but for its scheduling.
int restart_run(mapi_session& session) {
    const auto& wanted = session.arguments().wanted;
    auto other = wanted;
    other.restart.clear();
    other.priority.clear();
    other.preemptible.reset();
    other.max_retries.reset();
    other.max_duration.reset();
    if (other != mapi_overrides())
        throw error(error_kind::usage, "--restart changes nothing but the scheduling: --priority, --preemptible, "
                                       "--max-retries, --max-duration; another run is made by --clone");
    const auto changes = scheduling_changes(wanted);
    if (!changes.to_json().empty()) session.list<mapi::run>(mapi::update_run(wanted.restart, changes), "updating");
    auto started = session.list<mapi::run>(mapi::start_runs(mapi::run_filter(wanted.restart)), "starting");
    if (started.empty()) throw mapi::mapi_error(404, mapi::run_not_found(wanted.restart));
    return show_made(session, std::move(started));
}

/// Makes an input, and names the file in an error when that is wrong.
template <class Input>
auto made_of(const mapi_overrides& from, Input input) {
    try {
        return input();
    } catch (const mapi::config_error& wrong) {
        if (from.file.empty()) throw;
        throw mapi::config_error(from.file + ": " + wrong.what());
    }
}

} // namespace

int create_run(mapi_session& session) {
    const auto& wanted = session.arguments().wanted;
    auto input = wanted.data.empty() ? json::object() : read_json_object(wanted.data, "--data");
    if (const auto* inner = input.if_contains("runInput"); inner && inner->is_object()) {
        json::object taken = inner->get_object();
        input = std::move(taken);
    }
    input["runName"] = session.name();
    if (!wanted.image.empty()) input["image"] = wanted.image;
    if (!wanted.command.empty()) input["command"] = wanted.command;
    json::object compute;
    if (!wanted.cluster.empty()) compute["cluster"] = wanted.cluster;
    if (wanted.gpus) compute["gpus"] = *wanted.gpus;
    if (!compute.empty()) {
        auto& given = input["compute"];
        if (!given.is_object()) given = json::object();
        for (auto& [key, value] : compute) given.get_object()[key] = value;
    }
    return session.show(session.list<mapi::run>(mapi::create_run(std::move(input)), "creating " + session.name()));
}

int submit_run(mapi_session& session) {
    const auto& wanted = session.arguments().wanted;
    const int sources = !wanted.file.empty() + !wanted.clone.empty() + !wanted.restart.empty();
    if (sources != 1)
        throw error(error_kind::usage, "say what makes the run: one of -f FILE, --clone NAME, --restart NAME");
    if (!wanted.restart.empty()) return restart_run(session);
    auto config = wanted.clone.empty() ? read_file<mapi::run_config>(wanted, "run")
                                       : mapi::run_config::of(one_run(session, wanted.clone, true));
    set_overrides(config, wanted);
    tell_warnings(config);
    return show_made(session,
                     session.list<mapi::run>(made_of(wanted, [&] { return mapi::create_run(config); }), "creating"));
}

int submit_interactive_run(mapi_session& session) {
    const auto& wanted = session.arguments().wanted;
    auto config = wanted.file.empty() ? mapi::run_config().name("interactive").image("mosaicml/pytorch")
                                      : mapi::run_config::from_file(wanted.file);
    set_overrides(config, wanted);
    tell_warnings(config);
    const auto seconds = static_cast<std::int64_t>(3600 * wanted.hours.value_or(1));
    const auto what = made_of(wanted, [&] { return mapi::create_interactive_run(config, seconds); });
    return session.show(session.list<mapi::run>(what, "creating"));
}

int submit_finetune(mapi_session& session) {
    const auto& wanted = session.arguments().wanted;
    auto config = wanted.file.empty() && !wanted.fields.empty() ? mapi::finetune_config()
                                                                : read_file<mapi::finetune_config>(wanted, "finetune");
    for (const auto& [field, value] : wanted.fields) config.set(field, value);
    set_fields(config, wanted.settings);
    return session.show(
        session.list<mapi::finetune>(made_of(wanted, [&] { return mapi::create_finetune(config); }), "creating"));
}

int submit_pretraining(mapi_session& session) {
    const auto& wanted = session.arguments().wanted;
    auto config = read_file<mapi::pretrain_config>(wanted, "pretraining run");
    set_compute(config, wanted);
    set_fields(config, wanted.settings);
    return session.show(
        session.list<mapi::run>(made_of(wanted, [&] { return mapi::create_pretrain(config); }), "creating"));
}

int submit_deployment(mapi_session& session) {
    const auto& wanted = session.arguments().wanted;
    auto config = read_file<mapi::deployment_config>(wanted, "deployment");
    if (!wanted.name.empty()) config.name(wanted.name);
    if (!wanted.image.empty()) config.image(wanted.image);
    if (wanted.replicas) config.replicas(*wanted.replicas);
    set_compute(config, wanted);
    set_fields(config, wanted.settings);
    tell_warnings(config);
    return session.show(
        session.list<mapi::deployment>(made_of(wanted, [&] { return mapi::create_deployment(config); }), "creating"));
}

} // namespace corogql::cli
