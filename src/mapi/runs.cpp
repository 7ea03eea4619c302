#include <corogql/mapi/runs.hpp>

#include <corogql/error.hpp>

#include "mapi/document.hpp"
#include "mapi/selections.hpp"

namespace corogql::mapi {

namespace {

using detail::make_mapi_operation;

detail::mapi_input which(const run_filter& filter) { return {"getRunsData", "GetRunsInput", filter.to_json()}; }

detail::mapi_input some(const run_filter& filter, const char* function) {
    if (!filter.restricts())
        throw error(error_kind::usage, std::string(function) + " needs a condition in its filter: which runs");
    return which(filter);
}

operation change(const char* title, const char* function, const run_filter& filter) {
    return make_mapi_operation("mutation", title, function, {some(filter, function)}, detail::run_selection);
}

} // namespace

operation create_run(json::object data) {
    return make_mapi_operation("mutation", "CreateRun", "createRun",
                               {{"createRunData", "CreateRunInput", std::move(data)}}, detail::run_selection);
}

operation create_interactive_run(json::object data) {
    return make_mapi_operation("mutation", "CreateInteractiveRun", "createInteractiveRun",
                               {{"createRunData", "CreateInteractiveRunInput", std::move(data)}},
                               detail::run_selection);
}

operation get_runs(const run_filter& filter) {
    auto input = filter.to_json();
    input["limit"] = filter.limit();
    return detail::make_mapi_page("GetRunsPaginated", "getRunsPaginated",
                                  {"getRunsPaginatedData", "GetRunsPaginatedInput", std::move(input)}, "runs",
                                  detail::run_selection);
}

operation get_run(const std::string& name) {
    return make_mapi_operation("query", "GetRuns", "getRuns", {which(run_filter(name))}, detail::run_selection);
}

std::string run_not_found(std::string_view name) { return "Run " + std::string(name) + " not found"; }

operation get_run_debug_info(const std::string& name) {
    return make_mapi_operation("query", "GetRunDebugInfo", "getRuns", {which(run_filter(name))},
                               detail::run_debug_info_selection);
}

// Not idempotent: a run that the first attempt started, and that has ended by the second one, would run once more.
operation start_runs(const run_filter& filter) { return change("StartRuns", "startRuns", filter); }

operation stop_runs(const run_filter& filter, const std::string& reason) {
    const auto runs = some(filter, "stopRuns");
    auto made = reason.empty() ? change("StopRuns", "stopRuns", filter)
                               : make_mapi_operation("mutation", "StopRuns", "stopRuns",
                                                     {runs, {"stopRunsData", "StopRunsInput", {{"reason", reason}}}},
                                                     detail::run_selection);
    // A run that has ended stays as it ended; MAPI's own documentation says that stopping may be repeated freely.
    return made.idempotent(true);
}

operation delete_runs(const run_filter& filter) {
    // A deleted run is not found any more by the second attempt.
    return change("DeleteRuns", "deleteRuns", filter).idempotent(true);
}

operation update_run(const std::string& name, const run_update& changes) {
    auto made = make_mapi_operation("mutation", "UpdateRun", "updateRun",
                                    {which(run_filter(name)), {"updateRunData", "UpdateRunInput", changes.to_json()}},
                                    detail::run_selection);
    // The same values are set once more.
    return made.idempotent(true);
}

operation update_run_metadata(const std::string& name, json::object metadata) {
    json::object data;
    data["metadata"] = std::move(metadata);
    auto made = make_mapi_operation(
        "mutation", "UpdateRunMetadata", "updateRunMetadata",
        {which(run_filter(name)), {"updateRunMetadataData", "UpdateRunMetadataInput", std::move(data)}},
        detail::run_selection);
    // Merging the same values once more changes nothing.
    return made.idempotent(true);
}

} // namespace corogql::mapi
