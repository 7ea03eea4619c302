#include "testing/mapi/schema.hpp"

#include "testing/graphql/json_member.hpp"
#include "testing/graphql/plain_schema.hpp"
#include "testing/mapi/people.hpp"
#include "testing/mapi/resolvers.hpp"
#include "testing/mapi/streams.hpp"

namespace corogql::testing {

namespace {

std::shared_ptr<mapi_run> run_named(const mapi_store& store, const std::string& name) {
    auto run = store.find_run(name);
    if (!run) throw field_error(404, "Run " + name + " not found");
    return run;
}

void add_queries(served_schema& api, const mapi_data& store) {
    api.resolve("Query.getRuns", [store](const json::object&, const json::object& arguments) -> json::value {
        return shown(store->runs(to_query(object_at(arguments, "getRunsData"))));
    });
    api.resolve("Query.getRunsPaginated", [store](const json::object&, const json::object& arguments) -> json::value {
        return page_of(*store, object_at(arguments, "getRunsPaginatedData"), "runs", shown<mapi_run>);
    });
    api.resolve("Query.getSecrets", [store](const json::object&, const json::object& arguments) -> json::value {
        return store->secrets(object_at(object_at(arguments, "getSecretsData"), "filters"));
    });
    api.resolve("Query.getUsers",
                [](const json::object&, const json::object&) -> json::value { return alone(people().front()); });
    api.resolve("Query.getAllUsers", [](const json::object&, const json::object& arguments) -> json::value {
        return find_people(object_at(arguments, "getAllUsersData"));
    });
    api.resolve("Query.getAllOrganizations",
                [](const json::object&, const json::object&) -> json::value { return organizations(); });
    api.resolve("Query.getCodeEvalOutput", [](const json::object&, const json::object& arguments) -> json::value {
        json::array right;
        const auto input = object_at(arguments, "getCodeEvalOutputInput");
        if (const auto* items = member(input, "data").if_array())
            for (const auto& item : *items) {
                const auto* one = item.if_object();
                if (!one) throw field_error(400, "An item of data must be an object.");
                right.push_back(string_at(*one, "code").find(string_at(*one, "output")) != std::string::npos);
            }
        return alone(json::object{{"data", std::move(right)}});
    });
}

void add_run_mutations(served_schema& api, const mapi_data& store, bool paced) {
    api.resolve("Mutation.createRun",
                [store, paced](const json::object&, const json::object& arguments) -> json::value {
                    const auto run = store->create_run(object_at(object_at(arguments, "createRunData"), "runInput"));
                    run->paced = paced;
                    return alone(run->fields());
                });
    api.resolve("Mutation.createInteractiveRun",
                [store, paced](const json::object&, const json::object& arguments) -> json::value {
                    const auto data = object_at(arguments, "createRunData");
                    const auto run = store->create_run(object_at(data, "runInput"));
                    run->type("INTERACTIVE");
                    if (const auto& seconds = member(data, "seconds"); !seconds.is_null()) run->limit(seconds);
                    run->paced = paced;
                    return alone(run->fields());
                });
    api.resolve("Mutation.createPretrain",
                [store, paced](const json::object&, const json::object& arguments) -> json::value {
                    const auto run =
                        store->create_run(store->free_run_name("pretrain"), object_at(arguments, "createPretrainData"));
                    run->type("PRETRAINING");
                    run->paced = paced;
                    return alone(run->fields());
                });
    api.resolve("Mutation.createRunEvent", [store](const json::object&, const json::object& arguments) -> json::value {
        const auto data = object_at(arguments, "createRunEventData");
        const auto run = run_named(*store, string_at(data, "runName"));
        return alone(run->add_event(string_at(data, "eventType"), member(data, "eventData"), store->now()));
    });

    // The others do one thing to every run that the filters let through, and answer with those runs.
    const auto change_runs = [&](const char* field, auto change) {
        api.resolve(std::string("Mutation.") + field,
                    [store, change](const json::object&, const json::object& arguments) -> json::value {
                        return shown(each(store->runs(to_query(object_at(arguments, "getRunsData"))),
                                          [&](mapi_run& run) { change(run, arguments); }));
                    });
    };
    change_runs("startRuns", [store, paced](mapi_run& run, const json::object&) {
        if (!run.finished()) return;
        run.restart(store->now());
        run.paced = paced;
    });
    change_runs("stopRuns", [store](mapi_run& run, const json::object& arguments) {
        run.stop(string_at(object_at(arguments, "stopRunsData"), "reason"), store->now());
    });
    change_runs("deleteRuns", [store](mapi_run& run, const json::object&) { run.erase(store->now()); });
    change_runs("updateRun", [store](mapi_run& run, const json::object& arguments) {
        run.update(object_at(arguments, "updateRunData"), store->now());
    });
    change_runs("updateRunMetadata", [store](mapi_run& run, const json::object& arguments) {
        run.merge_metadata(object_at(object_at(arguments, "updateRunMetadataData"), "metadata"), store->now());
    });
}

void add_secret_mutations(served_schema& api, const mapi_data& store) {
    api.resolve("Mutation.createSecret", [store](const json::object&, const json::object& arguments) -> json::value {
        return alone(store->create_secret(object_at(arguments, "createSecretData")));
    });
    api.resolve("Mutation.deleteSecrets", [store](const json::object&, const json::object& arguments) -> json::value {
        return store->delete_secrets(object_at(object_at(arguments, "getSecretsData"), "filters"));
    });
}

void add_subscriptions(served_schema& api, const mapi_data& store, std::size_t log_chunk) {
    api.subscribe("Subscription.watchRunStatus", [store](const json::object& arguments) {
        return watch_run_status(run_named(*store, string_at(object_at(arguments, "watchRunStatusInput"), "name")));
    });
    api.subscribe("Subscription.getRunLogsV2", [store, log_chunk](const json::object& arguments) {
        const auto input = object_at(arguments, "getRunLogsInput");
        return read_log(run_named(*store, string_at(input, "name")), to_position(input, log_chunk));
    });
}

} // namespace

json::array alone(json::value item) {
    json::array list;
    list.push_back(std::move(item));
    return list;
}

json::object page_of(const mapi_store& store, const json::object& input, std::string_view list,
                     const std::function<json::array(const mapi_store::run_list&)>& show) {
    const auto page = store.page(to_query(input), number_at(input, "limit", 100), string_at(input, "cursor"));
    json::object result;
    result["cursor"] = page.cursor.empty() ? json::value() : json::value(page.cursor);
    result["hasNextPage"] = page.has_next_page;
    result[list] = show(page.runs);
    return result;
}

served_schema make_mapi(const mapi_data& store, const mapi_options& options) {
    served_schema api(std::string(mapi_schema_text()), "MAPI");
    const bool paced = options.pace() > std::chrono::nanoseconds(0);
    add_plain_fields(api);
    add_queries(api, store);
    add_clusters(api, store);
    add_run_mutations(api, store, paced);
    add_secret_mutations(api, store);
    add_subscriptions(api, store, options.log_chunk());
    add_finetunes(api, store, paced);
    add_deployments(api, store, options.log_chunk());
    return api;
}

} // namespace corogql::testing
