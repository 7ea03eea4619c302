#include "testing/graphql/json_member.hpp"
#include "testing/mapi/resolvers.hpp"

#include <array>

namespace corogql::testing {

namespace {

/// Returns the finetune that a run is when it is looked at in another way.
json::object finetune_of(const mapi_run& run) {
    static constexpr std::array from_run{"id",        "name",      "status", "createdById",      "createdByEmail",
                                         "createdAt", "updatedAt", "reason", "estimatedEndTime", "isDeleted"};
    static constexpr std::array from_input{"model",         "taskType",          "trainDataPath",     "saveFolder",
                                           "evalDataPath",  "evalPrompts",       "trainingDuration",  "learningRate",
                                           "contextLength", "experimentTracker", "customWeightsPath", "dataPrepConfig"};
    json::object finetune, details;
    for (const auto* name : from_run) finetune[name] = run.field(name);
    finetune["startedAt"] = run.field("startTime");
    finetune["completedAt"] = run.field("endTime");

    const auto& of_run = run.fields().at("details").as_object();
    for (const auto* name : from_input) details[name] = member(of_run.at("originalRunInput").as_object(), name);
    // The original's model takes no null here.
    details["experimentTracker"] = given_or(details, "experimentTracker", json::object());
    details["formattedFinetuningEvents"] = of_run.at("formattedRunEvents");
    finetune["details"] = std::move(details);
    return finetune;
}

json::array finetunes_of(const mapi_store::run_list& runs) {
    json::array list;
    for (const auto& run : runs) list.push_back(finetune_of(*run));
    return list;
}

/// Narrows a query to finetunes, whatever else is asked for.
json::object narrowed(json::object input) {
    auto filters = object_at(input, "filters");
    filters["runType"] = json::object{{"in", json::array{"FINETUNING"}}};
    input["filters"] = std::move(filters);
    return input;
}

mapi_store::run_list finetunes_asked_for(const mapi_store& store, const json::object& arguments) {
    return store.runs(to_query(narrowed(object_at(arguments, "getFinetunesData"))));
}

} // namespace

void add_finetunes(served_schema& api, const mapi_data& store, bool paced) {
    api.resolve("Query.getFinetunesPaginated",
                [store](const json::object&, const json::object& arguments) -> json::value {
                    return page_of(*store, narrowed(object_at(arguments, "getFinetunesPaginatedData")), "finetunes",
                                   finetunes_of);
                });
    api.resolve(
        "Mutation.createFinetune", [store, paced](const json::object&, const json::object& arguments) -> json::value {
            const auto config = object_at(object_at(arguments, "createFinetuneData"), "config");
            for (const auto* name : {"model", "trainDataPath", "saveFolder"})
                if (string_at(config, name).empty())
                    throw field_error(400, "Bad finetune request: " + std::string(name) + " is a required field");
            const auto run = store->create_run(store->free_run_name("finetune"), config);
            run->type("FINETUNING");
            run->paced = paced;
            return alone(finetune_of(*run));
        });
    api.resolve("Query.getFinetuneEvents", [store](const json::object&, const json::object& arguments) -> json::value {
        const auto name = string_at(object_at(arguments, "getFinetuneEventsData"), "name");
        const auto run = store->find_run(name);
        if (!run || run->text("runType") != "FINETUNING") throw field_error(404, "Finetune " + name + " not found");
        return run->fields().at("details").at("formattedRunEvents");
    });
    api.resolve("Mutation.stopFinetunes", [store](const json::object&, const json::object& arguments) -> json::value {
        const auto reason = string_at(object_at(arguments, "stopFinetunesData"), "reason");
        return finetunes_of(
            each(finetunes_asked_for(*store, arguments), [&](mapi_run& run) { run.stop(reason, store->now()); }));
    });
    api.resolve("Mutation.deleteFinetunes", [store](const json::object&, const json::object& arguments) -> json::value {
        return finetunes_of(
            each(finetunes_asked_for(*store, arguments), [&](mapi_run& run) { run.erase(store->now()); }));
    });
}

} // namespace corogql::testing
