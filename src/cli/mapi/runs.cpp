#include "cli/mapi/actions.hpp"
#include "cli/mapi/choice.hpp"
#include "cli/mapi/latest.hpp"
#include "cli/mapi/session.hpp"
#include "cli/mapi/time.hpp"

#include <corogql/mapi/runs.hpp>
#include <corogql/mapi/singleton.hpp>

namespace corogql::cli {

namespace {

mapi::run_filter to_run_filter(const mapi_filter& from) {
    mapi::run_filter filter;
    if (!from.names.empty() && !has_pattern(from)) filter.names(from.names);
    if (!from.clusters.empty()) filter.clusters(from.clusters);
    if (!from.gpu_types.empty()) filter.gpu_types(from.gpu_types);
    if (!from.gpu_nums.empty()) filter.gpu_nums(from.gpu_nums);
    if (!from.users.empty()) filter.user_emails(from.users);
    if (!from.before.empty()) filter.created_before(read_time(from.before, "--before"));
    if (!from.after.empty()) filter.created_after(read_time(from.after, "--after"));
    if (!from.statuses.empty()) filter.statuses(to_statuses(from.statuses));
    std::vector<mapi::run_type> types;
    for (const auto& word : from.types) {
        types.push_back(mapi::run_type_from_string(word));
        if (types.back() == mapi::run_type::unknown)
            throw error(error_kind::usage,
                        "--type: \"" + word + "\" is no type of a run, such as training or interactive");
    }
    if (!types.empty()) filter.run_types(std::move(types));
    return filter.include_deleted(from.include_deleted);
}

/// Finds the runs that the filters let through, patterns of names applied here.
mapi::object_list<mapi::run> find_runs(mapi_session& session, std::uint64_t most) {
    const auto& wanted = session.filter();
    const bool here = has_pattern(wanted);
    auto filter = to_run_filter(wanted);
    filter.limit(here || most == 0 ? 100 : static_cast<std::int64_t>(std::min<std::uint64_t>(most, 100)));
    auto found = session.pages<mapi::run>(mapi::get_runs(filter), here ? 0 : most, "runs");
    return here ? fitting(wanted, found, most) : std::move(found);
}

bool goes_on(const mapi::run& run) { return !mapi::is_terminal(run.status); }
bool has_ended(const mapi::run& run) { return mapi::is_terminal(run.status); }

int changed(mapi_session& session, mapi::operation what, const std::vector<std::string>& names, const char* text) {
    return session.show_named(session.list<mapi::run>(std::move(what), text), names, "Run");
}

} // namespace

std::string named_or_latest_run(mapi_session& session) {
    if (!session.filter().names.empty()) return session.name();
    auto newest = session.pages<mapi::run>(mapi::get_runs(mapi::run_filter().limit(1)), 1, "the latest run");
    return mapi::first_of(std::move(newest), "No runs found").name;
}

mapi::run one_run(mapi_session& session, const std::string& name, bool details) {
    auto found = session.pages<mapi::run>(mapi::get_run(name, details), 1, name);
    return mapi::first_of(std::move(found), mapi::run_not_found(name));
}

int list_runs(mapi_session& session) {
    const auto& wanted = session.filter();
    return session.show(find_runs(session, wanted.latest ? 1 : wanted.limit));
}

int show_run(mapi_session& session) {
    const auto found = session.pages<mapi::run>(mapi::get_run(session.name()), 1, session.name());
    if (found.empty()) throw mapi::mapi_error(404, mapi::run_not_found(session.name()));
    return session.show(found);
}

int restart_runs(mapi_session& session) {
    const auto names = chosen(session, "Start again", "runs", &find_runs, &has_ended);
    return changed(session, mapi::start_runs(mapi::run_filter().names(names)), names, "starting");
}

int stop_runs(mapi_session& session) {
    const auto names = chosen(session, "Stop", "runs", &find_runs, &goes_on);
    return changed(session, mapi::stop_runs(mapi::run_filter().names(names), session.arguments().reason), names,
                   "stopping");
}

int delete_runs(mapi_session& session) {
    const auto names = chosen(session, "Delete", "runs", &find_runs);
    // Never twice: the second time the run is gone, and would be reported as one that never was.
    return changed(session, mapi::delete_runs(mapi::run_filter().names(names)).idempotent(false), names, "deleting");
}

mapi::run_update scheduling_changes(const mapi_overrides& wanted) {
    mapi::run_update changes;
    if (!wanted.priority.empty()) changes.priority(wanted.priority);
    if (wanted.preemptible) changes.preemptible(*wanted.preemptible);
    if (wanted.max_retries) changes.max_retries(*wanted.max_retries);
    if (wanted.max_duration) changes.max_duration(*wanted.max_duration);
    return changes;
}

int update_run(mapi_session& session) {
    const auto changes = scheduling_changes(session.arguments().wanted);
    if (changes.to_json().empty())
        throw error(error_kind::usage, "say what to change: --priority, --preemptible, --max-retries, --max-duration");
    return session.show(session.list<mapi::run>(mapi::update_run(session.name(), changes), "updating"));
}

int set_watchdog(mapi_session& session) {
    const auto& arguments = session.arguments();
    auto changes = mapi::run_update().retry_on_system_failure(!arguments.disable);
    if (!arguments.disable) changes.max_retries(arguments.wanted.max_retries.value_or(10));
    return session.show(session.list<mapi::run>(mapi::update_run(session.name(), changes), "updating"));
}

} // namespace corogql::cli
