#include "cli/mapi/session.hpp"

#include "cli/mapi/report.hpp"
#include "cli/operation.hpp"
#include "cli/report.hpp"
#include "cli/secrets.hpp"
#include "cli/verbs.hpp"

#include <corogql/mapi/config.hpp>

#include <cstdlib>
#include <iostream>

#include <fnmatch.h>
#include <unistd.h>

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

} // namespace

mapi_session::mapi_session(const mapi_arguments& arguments)
    : arguments_(arguments), loop_(std::make_shared<event_loop>()), signals_(loop_),
      connection_(connect(arguments, loop_)) {}

bool mapi_session::must_ask() const {
    return !arguments_.yes && !arguments_.lines() && ::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO);
}

void mapi_session::ask(const std::string& question) {
    write_out(question + " [y/N] ");
    std::string answer;
    std::getline(std::cin, answer);
    if (answer != "y" && answer != "Y" && answer != "yes")
        throw error(error_kind::cancelled, "nothing was done").possibly_executed(false);
}

bool is_pattern(const std::string& name) { return name.find_first_of("*?[") != std::string::npos; }

bool fits_names(const mapi_filter& filter, const std::string& name) {
    return filter.names.empty() || std::any_of(filter.names.begin(), filter.names.end(), [&](const auto& wanted) {
               return ::fnmatch(wanted.c_str(), name.c_str(), 0) == 0;
           });
}

mapi::run_status to_status(const std::string& word, const std::string& option) {
    const auto status = mapi::run_status_from_string(word);
    if (status == mapi::run_status::unknown)
        throw error(error_kind::usage, option + ": \"" + word + "\" is no status of a run");
    return status;
}

std::vector<mapi::run_status> to_statuses(const std::vector<std::string>& words) {
    std::vector<mapi::run_status> statuses;
    for (const auto& word : words) statuses.push_back(to_status(word, "--status"));
    return statuses;
}

void require_choice(const mapi_filter& filter, const char* kind) {
    const bool chosen = !filter.names.empty() || !filter.statuses.empty() || !filter.clusters.empty() ||
                        !filter.gpu_types.empty() || !filter.gpu_nums.empty() || !filter.users.empty() ||
                        !filter.before.empty() || !filter.after.empty() || filter.latest;
    if (!chosen && !filter.all)
        throw error(error_kind::usage, std::string("say which ") + kind + ": by name, by filter, or --all");
}

int mapi(const mapi_arguments& arguments) {
    try {
        if (arguments.local) return arguments.local(arguments);
        mapi_session session(arguments);
        int status = 0;
        error interrupted(error_kind::cancelled, "interrupted");
        try {
            status = arguments.action(session);
        } catch (const std::exception&) {
            if (session.interrupts().received() == 0) throw;
            interrupted.possibly_executed(to_error(std::current_exception()).possibly_executed());
        }
        if (session.interrupts().received() == 0) return status;
        report(interrupted, arguments.report);
        return session.interrupts().exit_status();
    } catch (const std::exception&) {
        return report(to_error(std::current_exception()), arguments.report);
    }
}

} // namespace corogql::cli
