#include "cli/mapi/actions.hpp"
#include "cli/mapi/latest.hpp"
#include "cli/mapi/session.hpp"

#include <corogql/mapi/runs.hpp>
#include <corogql/mapi/singleton.hpp>

namespace corogql::cli {

namespace {

std::vector<std::string> names_of(const mapi::object_list<mapi::run>& runs) {
    std::vector<std::string> names;
    for (const auto& run : runs) names.push_back(run.name);
    return names;
}

bool has_pattern(const mapi_filter& filter) {
    return std::any_of(filter.names.begin(), filter.names.end(), is_pattern);
}

mapi::run_filter to_run_filter(const mapi_filter& from) {
    mapi::run_filter filter;
    if (!from.names.empty() && !has_pattern(from)) filter.names(from.names);
    if (!from.clusters.empty()) filter.clusters(from.clusters);
    if (!from.gpu_types.empty()) filter.gpu_types(from.gpu_types);
    if (!from.gpu_nums.empty()) filter.gpu_nums(from.gpu_nums);
    if (!from.users.empty()) filter.user_emails(from.users);
    if (!from.before.empty()) filter.created_before(from.before);
    if (!from.after.empty()) filter.created_after(from.after);
    if (!from.statuses.empty()) filter.statuses(to_statuses(from.statuses));
    std::vector<mapi::run_type> types;
    for (const auto& word : from.types) {
        types.push_back(mapi::run_type_from_string(word));
        if (types.back() == mapi::run_type::unknown)
            throw error(error_kind::usage, "--type: \"" + word + "\" is no type of a run");
    }
    if (!types.empty()) filter.run_types(std::move(types));
    return filter.include_deleted(from.include_deleted);
}

/// What the filters let through, patterns of names applied here.
mapi::object_list<mapi::run> find(mapi_session& session) {
    const auto& wanted = session.filter();
    const bool here = has_pattern(wanted);
    const auto most = wanted.latest ? 1 : wanted.limit;
    auto filter = to_run_filter(wanted);
    filter.limit(here || most == 0 ? 100 : static_cast<std::int64_t>(std::min<std::uint64_t>(most, 100)));
    auto found = session.pages<mapi::run>(mapi::get_runs(filter), here ? 0 : most, "runs");
    if (!here) return found;
    std::vector<mapi::run> runs;
    json::array source;
    for (std::size_t i = 0; i < found.size() && (most == 0 || runs.size() < most); ++i) {
        if (!fits_names(wanted, found[i].name)) continue;
        runs.push_back(found[i]);
        source.push_back(found.source()[i]);
    }
    return {std::move(runs), std::move(source)};
}

/// Those that are meant, after a question where it takes one. `single`: exact names need not be looked for.
std::vector<std::string> chosen(mapi_session& session, const char* verb) {
    const auto& wanted = session.filter();
    require_choice(wanted, "runs");
    const bool exact = wanted.names.size() == 1 && !has_pattern(wanted);
    if (exact) return wanted.names;
    auto found = find(session);
    session.confirm(verb, found);
    auto names = names_of(found);
    // Those that are not there are to be missed by name.
    if (!has_pattern(wanted))
        for (const auto& name : wanted.names)
            if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    return names;
}

/// Nothing is done for nobody.
int changed(mapi_session& session, mapi::operation what, const std::vector<std::string>& names, const char* text) {
    if (names.empty()) return session.show(mapi::object_list<mapi::run>());
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

int list_runs(mapi_session& session) { return session.show(find(session)); }

int show_run(mapi_session& session) {
    const auto found = session.pages<mapi::run>(mapi::get_run(session.name()), 1, session.name());
    if (found.empty()) throw mapi::mapi_error(404, mapi::run_not_found(session.name()));
    return session.show(found);
}

int restart_runs(mapi_session& session) {
    const auto names = chosen(session, "Start again");
    return changed(session, mapi::start_runs(mapi::run_filter().names(names)), names, "starting");
}

int stop_runs(mapi_session& session) {
    const auto names = chosen(session, "Stop");
    return changed(session, mapi::stop_runs(mapi::run_filter().names(names), session.arguments().reason), names,
                   "stopping");
}

int delete_runs(mapi_session& session) {
    const auto names = chosen(session, "Delete");
    // Never twice: the second time the run is gone, and would be reported as one that never was.
    return changed(session, mapi::delete_runs(mapi::run_filter().names(names)).idempotent(false), names, "deleting");
}

int update_run(mapi_session& session) {
    const auto& wanted = session.arguments().wanted;
    mapi::run_update changes;
    if (!wanted.priority.empty()) changes.priority(wanted.priority);
    if (wanted.preemptible) changes.preemptible(*wanted.preemptible);
    if (wanted.max_retries) changes.max_retries(*wanted.max_retries);
    if (wanted.max_duration) changes.max_duration(*wanted.max_duration);
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
