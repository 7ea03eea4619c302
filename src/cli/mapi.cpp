#include "cli/mapi_report.hpp"
#include "cli/operation.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/report.hpp"
#include "cli/secrets.hpp"
#include "cli/signals.hpp"
#include "cli/variables.hpp"
#include "cli/verbs.hpp"

#include <corogql/mapi/clusters.hpp>
#include <corogql/mapi/config.hpp>
#include <corogql/mapi/connection.hpp>
#include <corogql/mapi/log_stream.hpp>
#include <corogql/mapi/run_streams.hpp>
#include <corogql/mapi/runs.hpp>
#include <corogql/mapi/secrets.hpp>
#include <corogql/mapi/singleton.hpp>
#include <corogql/mapi/users.hpp>
#include <corogql/mapi/wait_for_run.hpp>

#include <boost/json/serialize.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <limits>

namespace corogql::cli {

namespace {

/// Wherever the key comes from: a server may say it back.
void keep_key() {
    const auto variables = mapi::process_environment();
    if (const char* const key = std::getenv("MOSAICML_API_KEY")) keep_secret(key);
    try {
        keep_secret(mapi::config::load(mapi::config_path(variables)).key_for(mapi::current_mode(variables)));
    } catch (const mapi::config_error&) {
        // The connection will say what is wrong with the file.
    }
}

mapi::connection connect(const mapi_arguments& arguments, const std::shared_ptr<event_loop>& loop) {
    keep_key();
    mapi::connection_options options;
    options.loop(loop).endpoint(arguments.endpoint).timeout(to_duration(arguments.timeout));
    options.reconnect(retry_options()
                          .retries(arguments.reconnects)
                          .initial(to_duration(arguments.retry_initial))
                          .max(to_duration(arguments.retry_max)));
    if (arguments.verbose) options.log([](std::string_view line) { tell_redacted("* " + std::string(line)); });
    options.adjust([&arguments](client_options& general) {
        const auto log = general.log();
        apply_common(general, arguments);
        apply_proxy(general, arguments.proxy);
        general.timeout(std::chrono::nanoseconds(0)).log(log);
    });
    return mapi::connection(std::move(options));
}

mapi::run_status to_status(const std::string& word, const std::string& option) {
    const auto status = mapi::run_status_from_string(word);
    if (status == mapi::run_status::unknown)
        throw error(error_kind::usage, option + ": \"" + word + "\" is no status of a run");
    return status;
}

/// One invocation, which a signal can end.
class mapi_call {
public:
    explicit mapi_call(const mapi_arguments& arguments)
        : arguments_(arguments), loop_(std::make_shared<event_loop>()), signals_(loop_),
          connection_(connect(arguments, loop_)) {}

    int run();
    int received() const noexcept { return signals_.received(); }
    int signal_status() const noexcept { return signals_.exit_status(); }

private:
    template <class Pending>
    auto wait(Pending answer, const std::string& text) {
        const signals::reaction cancel(signals_, [&answer] { answer.cancel(); });
        const progress shown(text, !arguments_.verbose);
        return answer.get();
    }

    template <class T>
    int show(const mapi::object_list<T>& list) {
        write_out(arguments_.lines ? mapi::format_lines(list.source()) : list.to_table());
        return 0;
    }
    template <class T>
    int list(mapi::operation what, const std::string& text) {
        return show(wait(connection_.start_plural<T>(std::move(what)), text));
    }
    /// Those that were named: all of them, or 404.
    int change(mapi::operation what, const std::string& text);

    const std::string& name() const { return arguments_.names.front(); }
    int list_runs();
    int get_run();
    int create_run();
    int logs();
    int watch();

    const mapi_arguments& arguments_;
    std::shared_ptr<event_loop> loop_;
    signals signals_;
    mapi::connection connection_;
};

int mapi_call::run() {
    switch (arguments_.action) {
    case mapi_action::list_runs: return list_runs();
    case mapi_action::get_run: return get_run();
    case mapi_action::create_run: return create_run();
    case mapi_action::stop_runs:
        return change(mapi::stop_runs(mapi::run_filter().names(arguments_.names), arguments_.reason), "stopping");
    case mapi_action::delete_runs:
        // Never twice: the second time the run is gone, and would be reported as one that never was.
        return change(mapi::delete_runs(mapi::run_filter().names(arguments_.names)).idempotent(false), "deleting");
    case mapi_action::logs: return logs();
    case mapi_action::watch: return watch();
    case mapi_action::clusters: return list<mapi::cluster>(mapi::get_clusters(), "clusters");
    case mapi_action::secrets: return list<mapi::secret>(mapi::get_secrets(), "secrets");
    case mapi_action::users: return list<mapi::user>(mapi::get_users(), "users");
    case mapi_action::get_config:
    case mapi_action::set_config: break; // need no connection
    }
    return 0;
}

int mapi_call::list_runs() {
    mapi::run_filter filter;
    if (!arguments_.names.empty()) filter.names(arguments_.names);
    if (!arguments_.on_clusters.empty()) filter.clusters(arguments_.on_clusters);
    std::vector<mapi::run_status> statuses;
    for (const auto& word : arguments_.statuses) statuses.push_back(to_status(word, "--status"));
    if (!statuses.empty()) filter.statuses(std::move(statuses));
    const auto most = arguments_.limit == 0 ? std::numeric_limits<std::size_t>::max() : arguments_.limit;
    filter.limit(static_cast<std::int64_t>(std::min<std::size_t>(most, 100)));
    auto page = wait(connection_.start_paginated<mapi::run>(mapi::get_runs(filter)), "runs");
    std::vector<mapi::run> items = page.items();
    json::array source = page.source();
    while (items.size() < most && page.has_next_page()) {
        page = wait(page.start_next_page(), std::to_string(items.size()) + " runs");
        items.insert(items.end(), page.begin(), page.end());
        source.insert(source.end(), page.source().begin(), page.source().end());
    }
    if (items.size() > most) {
        items.resize(most);
        source.erase(source.begin() + static_cast<std::ptrdiff_t>(most), source.end());
    }
    return show(mapi::object_list<mapi::run>(std::move(items), std::move(source)));
}

int mapi_call::get_run() {
    auto found = wait(connection_.start_paginated<mapi::run>(mapi::get_run(name())), name());
    if (found.empty()) throw mapi::mapi_error(404, mapi::run_not_found(name()));
    return show(found);
}

int mapi_call::create_run() {
    auto data = arguments_.data.empty() ? json::object() : read_json_object(arguments_.data, "--data");
    if (const auto* input = data.if_contains("runInput"); input && input->is_object()) {
        json::object inner = input->get_object();
        data = std::move(inner);
    }
    data["runName"] = name();
    if (!arguments_.image.empty()) data["image"] = arguments_.image;
    if (!arguments_.command.empty()) data["command"] = arguments_.command;
    json::object compute;
    if (!arguments_.cluster.empty()) compute["cluster"] = arguments_.cluster;
    if (arguments_.gpus) compute["gpus"] = *arguments_.gpus;
    if (!compute.empty()) {
        auto& given = data["compute"];
        if (!given.is_object()) given = json::object();
        for (auto& [key, value] : compute) given.get_object()[key] = value;
    }
    return list<mapi::run>(mapi::create_run(std::move(data)), "creating " + name());
}

int mapi_call::change(mapi::operation what, const std::string& text) {
    const auto changed = wait(connection_.start_plural<mapi::run>(std::move(what)), text);
    show(changed);
    for (const auto& wanted : arguments_.names)
        if (std::none_of(changed.begin(), changed.end(), [&](const auto& run) { return run.name == wanted; }))
            throw mapi::mapi_error(404, mapi::run_not_found(wanted));
    return 0;
}

int mapi_call::logs() {
    mapi::log_filter which(name());
    which.follow(arguments_.follow);
    if (arguments_.failed) which.failed(true);
    if (arguments_.tail) which.tail(*arguments_.tail);
    if (arguments_.offset) which.offset(*arguments_.offset);
    mapi::log_stream log(connection_, which);
    const signals::reaction close(signals_, [&log] { log.close(); });
    const reader_watch watch([&log] { log.close(); });
    while (auto text = log.get_next()) {
        if (arguments_.lines)
            text = json::serialize(json::object{{"text", *text}, {"endOffset", log.end_offset()}}) + '\n';
        if (!write_out(*text)) break;
    }
    return 0;
}

int mapi_call::watch() {
    const auto until = arguments_.until.empty() ? mapi::run_status::completed : to_status(arguments_.until, "--until");
    progress shown(name(), !arguments_.verbose);
    auto waiting = mapi::start_wait_for_run_status(connection_, name(), until, [&](mapi::run_status status) {
        shown.clear();
        const std::string word(mapi::to_string(status));
        write_out(arguments_.lines ? json::serialize(json::object{{"name", name()}, {"status", word}}) + '\n'
                                   : word + '\n');
        shown.text(name() + ' ' + word);
        const auto last = std::min(mapi::run_status::completed, std::max(status, mapi::run_status::unknown));
        shown.bar(static_cast<unsigned>(last), static_cast<unsigned>(mapi::run_status::completed));
    });
    const signals::reaction cancel(signals_, [&waiting] { waiting.cancel(); });
    std::atomic<bool> unread = false;
    const reader_watch gone([&] {
        unread = true;
        waiting.cancel();
    });
    try {
        waiting.get();
    } catch (const boost::system::system_error&) {
        if (!unread) throw;
    }
    return 0;
}

int get_config() {
    const auto variables = mapi::process_environment();
    const auto file = mapi::config_path(variables);
    const auto key = mapi::config::load(file).key_for(mapi::current_mode(variables));
    if (key.empty()) throw error(error_kind::config, "there is no API key in " + file.string());
    write_out(key + '\n');
    return 0;
}

int set_config(const mapi_arguments& arguments) {
    std::string value = arguments.value.value_or("");
    if (!arguments.value) std::getline(std::cin, value);
    if (value.empty()) throw error(error_kind::usage, "the API key is empty");
    const auto variables = mapi::process_environment();
    const auto file = mapi::config_path(variables);
    auto config = mapi::config::load(file);
    config.set_key_for(mapi::current_mode(variables), std::move(value));
    config.save(file);
    mapi::connection::reset();
    tell("corogql: API key saved in " + file.string());
    return 0;
}

} // namespace

int mapi(const mapi_arguments& arguments) {
    try {
        if (arguments.action == mapi_action::get_config) return get_config();
        if (arguments.action == mapi_action::set_config) return set_config(arguments);
        mapi_call call(arguments);
        int status = 0;
        error interrupted(error_kind::cancelled, "interrupted");
        try {
            status = call.run();
        } catch (const std::exception&) {
            if (call.received() == 0) throw;
            interrupted.possibly_executed(to_error(std::current_exception()).possibly_executed());
        }
        if (call.received() == 0) return status;
        report(interrupted, arguments.report);
        return call.signal_status();
    } catch (const std::exception&) {
        return report(to_error(std::current_exception()), arguments.report);
    }
}

} // namespace corogql::cli
