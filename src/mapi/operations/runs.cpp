#include <corogql/mapi/runs.hpp>

#include <corogql/error.hpp>

#include "mapi/operations/document.hpp"
#include "mapi/operations/selections.hpp"

#include <cmath>

namespace corogql::mapi {

namespace {

using detail::make_operation;

std::string with(std::string_view selection, std::string_view more) {
    return std::string(selection).append(" ").append(more);
}

detail::input_variable which(const run_filter& filter) { return {"getRunsData", "GetRunsInput!", filter.to_json()}; }

detail::input_variable some(const run_filter& filter, const char* function) {
    if (!filter.restricts())
        throw error(error_kind::usage, std::string(function) + " needs a condition in its filter: which runs");
    return which(filter);
}

operation change(const char* title, const char* function, const run_filter& filter) {
    return make_operation("mutation", title, function, {some(filter, function)}, detail::run_selection);
}

operation create(const char* title, const char* function, const char* type, json::object data) {
    return make_operation("mutation", title, function, {{"createRunData", type, std::move(data)}},
                          with(detail::run_selection, detail::made_run_details));
}

json::object wrapped(json::object run_input) {
    json::object data;
    data["runInput"] = std::move(run_input);
    return data;
}

/// Replaces numbers that JSON has not by texts, as Python's json module spells them.
json::value sendable(json::value value) {
    const auto* number = value.if_double();
    if (!number || std::isfinite(*number)) return value;
    return json::string(std::isnan(*number) ? "NaN" : *number > 0 ? "Infinity" : "-Infinity");
}

} // namespace

operation create_run(json::object run_input) {
    return create("CreateRun", "createRun", "CreateRunInput!", wrapped(std::move(run_input)));
}

operation create_run(const run_config& config) { return create_run(config.to_run_input()); }

operation create_interactive_run(json::object run_input, std::optional<std::int64_t> seconds) {
    auto data = wrapped(std::move(run_input));
    data["seconds"] = seconds ? json::value(*seconds) : json::value();
    return create("CreateInteractiveRun", "createInteractiveRun", "CreateInteractiveRunInput!", std::move(data));
}

operation create_interactive_run(const run_config& config, std::optional<std::int64_t> seconds) {
    return create_interactive_run(config.to_run_input(), seconds);
}

operation create_run_event(const std::string& run_name, const std::string& event_type, json::object event_data) {
    json::object data;
    data["runName"] = run_name;
    data["eventType"] = event_type;
    data["eventData"] = std::move(event_data);
    return make_operation("mutation", "CreateRunEvent", "createRunEvent",
                          {{"createRunEventData", "CreateRunEventInput!", std::move(data)}},
                          detail::run_event_selection);
}

operation get_runs(const run_filter& filter) {
    const detail::input_variable input{"getRunsPaginatedData", "GetRunsPaginatedInput!", filter.to_page_json()};
    const auto selection = filter.include_details() ? with(detail::run_selection, detail::run_details_selection)
                                                    : std::string(detail::run_selection);
    return detail::make_page("GetRunsPaginated", "getRunsPaginated", input, "runs", selection);
}

operation get_run(const std::string& name, bool details) { return get_runs(run_filter(name).include_details(details)); }

std::string run_not_found(std::string_view name) { return "Run " + std::string(name) + " not found"; }

operation get_run_debug_info(const std::string& name) {
    return make_operation("query", "GetRunDebugInfo", "getRuns", {which(run_filter(name).include_deleted(true))},
                          detail::run_debug_info_selection);
}

// Not idempotent: a run that the first attempt started, and that has ended by the second one, would run once more.
operation start_runs(const run_filter& filter) { return change("StartRuns", "startRuns", filter); }

operation stop_runs(const run_filter& filter, const std::string& reason) {
    detail::input_variable why{"stopRunsData", "StopRunsInput", {}};
    if (!reason.empty()) why.value = json::object{{"reason", reason}};
    auto made =
        make_operation("mutation", "StopRuns", "stopRuns", {some(filter, "stopRuns"), why}, detail::run_selection);
    // A run that has ended stays as it ended; MAPI's own documentation says that stopping may be repeated freely.
    return made.idempotent(true);
}

operation delete_runs(const run_filter& filter) {
    // A deleted run is not found any more by the second attempt.
    return change("DeleteRuns", "deleteRuns", filter).idempotent(true);
}

operation update_run(const std::string& name, const run_update& changes) {
    auto made = make_operation("mutation", "UpdateRun", "updateRun",
                               {which(run_filter(name)), {"updateRunData", "UpdateRunInput!", changes.to_json()}},
                               detail::run_selection);
    // The same values are set once more.
    return made.idempotent(true);
}

operation update_run_metadata(const std::string& name, json::object metadata) {
    json::object data;
    auto& sent = data["metadata"].emplace_object();
    for (auto& [key, value] : metadata) sent[key] = sendable(std::move(value));
    auto made =
        make_operation("mutation", "UpdateRunMetadata", "updateRunMetadata",
                       {which(run_filter(name)), {"updateRunMetadataData", "UpdateRunMetadataInput!", std::move(data)}},
                       with(detail::run_selection, "details { metadata }"));
    // Merging the same values once more changes nothing.
    return made.idempotent(true);
}

} // namespace corogql::mapi
