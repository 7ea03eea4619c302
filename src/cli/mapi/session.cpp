#include "cli/mapi/session.hpp"

#include "cli/mapi/report.hpp"
#include "cli/operation.hpp"
#include "cli/output/report.hpp"
#include "cli/secrets.hpp"
#include "cli/verbs.hpp"
#include "values/errors/detailed_error.hpp"

#include <corogql/mapi/config.hpp>

#include <cstdlib>
#include <iostream>

#include <unistd.h>

namespace corogql::cli {

namespace {

/// Keeps the key secret, wherever it comes from: a server may say it back.
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
    options.reconnect(backoff_options()
                          .retries(arguments.reconnects)
                          .initial(to_duration(arguments.retry_initial))
                          .max(to_duration(arguments.retry_max)));
    if (arguments.verbose) options.log([](std::string_view line) { tell_redacted("* " + std::string(line)); });
    options.adjust([&arguments](client_options& general) {
        const auto log = general.log();
        apply_common(general, arguments);
        apply_proxy(general, arguments.proxy);
        general.log(log);
    });
    return mapi::connection(std::move(options));
}

} // namespace

mapi_session::mapi_session(const mapi_arguments& arguments)
    : arguments_(arguments), loop_(std::make_shared<event_loop>()), signals_(loop_),
      connection_(connect(arguments, loop_)) {}

/// Whether the user must be asked. Output may go anywhere meanwhile: what matters is who is there to answer.
bool mapi_session::must_ask() const { return !arguments_.yes && ::isatty(STDIN_FILENO); }

void mapi_session::ask(const std::string& table, const std::string& question) {
    tell_redacted(table + question + " [y/N]");
    std::string answer;
    std::getline(std::cin, answer);
    for (auto& c : answer) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (answer != "y" && answer != "yes")
        throw detailed_error(error_kind::cancelled, "nothing was done").possibly_executed(false);
}

mapi::run_status to_status(const std::string& word, const std::string& option) {
    const auto status = mapi::run_status_from_string(word);
    if (status == mapi::run_status::unknown)
        throw error(error_kind::usage, option + ": \"" + word +
                                           "\" is no status of a run: pending, queued, starting, "
                                           "running, terminating, completed, stopped, failed");
    return status;
}

std::vector<mapi::run_status> to_statuses(const std::vector<std::string>& words) {
    std::vector<mapi::run_status> statuses;
    for (const auto& word : words) statuses.push_back(to_status(word, "--status"));
    return statuses;
}

int mapi(const mapi_arguments& arguments) {
    try {
        if (arguments.local) return arguments.local(arguments);
        mapi_session session(arguments);
        int status = 0;
        detailed_error interrupted(error_kind::cancelled, "interrupted");
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
