#include <corogql/mapi/clusters.hpp>
#include <corogql/mapi/deployments.hpp>
#include <corogql/mapi/finetunes.hpp>
#include <corogql/mapi/run_streams.hpp>
#include <corogql/mapi/runs.hpp>
#include <corogql/mapi/secrets.hpp>
#include <corogql/mapi/singleton.hpp>
#include <corogql/mapi/users.hpp>

#include "../support/caught.hpp"
#include "testing/graphql/executor.hpp"
#include "testing/mapi/schema.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::mapi;
namespace builtin = corogql::testing;

namespace {

/// The built-in server without its sockets: it refuses documents and variables that do not fit the schema.
struct served_mapi {
    json::value run(const mapi::operation& what) const { return api.execute(prepare(what)); }
    builtin::prepared_operation prepare(const mapi::operation& what) const {
        builtin::graphql_request request;
        request.query = what.query();
        request.variables = what.variables();
        return api.prepare(request);
    }
    template <class T>
    std::vector<T> list(const mapi::operation& what) const {
        const auto answer = run(what);
        CAPTURE(json::serialize(answer));
        REQUIRE_FALSE(answer.as_object().contains("errors"));
        const auto* items = &answer.at("data").at(what.function());
        if (items->is_object()) items = &items->at("runs");
        std::vector<T> models;
        for (const auto& item : items->as_array()) models.push_back(T::from_mapi_response(item.as_object()));
        return models;
    }

    builtin::mapi_data store = std::make_shared<builtin::mapi_store>();
    builtin::graphql_executor api{builtin::make_mapi(store, builtin::mapi_options())};
};

run_config config_of(const char* name) { return run_config().name(name).image("i").cluster("r1z1").gpus(8); }

std::string variables_of(const mapi::operation& what) { return json::serialize(what.variables()); }

template <class Make>
void needs_condition(Make&& make) {
    const auto failure = test::caught(std::forward<Make>(make));
    CHECK(failure.kind() == error_kind::usage);
    CHECK(std::string(failure.what()).find(" needs a condition in its filter") != std::string::npos);
}

} // namespace

TEST_CASE("mapi operations: a document as a whole") {
    CHECK(get_run_debug_info("a").query() ==
          "query GetRunDebugInfo($getRunsData: GetRunsInput!) { getRuns(getRunsData: $getRunsData) { id name createdAt "
          "executionsStatusUpdates { id executionIndex "
          "containerStatusUpdates { nodeRank containerName status reachedAt reason } "
          "podStatusUpdates { nodeRank nodeName status reachedAt reason } } } }");
    CHECK(watch_run_status("a").query() == "subscription WatchRunStatus($watchRunStatusInput: WatchRunStatusInput!) { "
                                           "watchRunStatus(watchRunStatusInput: $watchRunStatusInput) }");
    CHECK(stop_runs(run_filter("a")).query() == stop_runs(run_filter("a"), "x").query()); // the reason may be left out
}

TEST_CASE("mapi operations: filters as the server gets them") {
    CHECK(variables_of(get_runs()) == R"({"getRunsPaginatedData":{"filters":{},"includeDeleted":false,"limit":100}})");
    auto every = run_filter();
    every.name("a").name("b").statuses({run_status::running, run_status::failed});
    every.created_after(parse_datetime("2024-01-01T00:00:00Z")).created_before(parse_datetime("2024-01-02T00:00:00Z"));
    every.ended_before(parse_datetime("2024-01-03T00:00:00Z")).clusters({"c"}).gpu_types({"g"}).gpu_nums({8});
    every.run_types({run_type::hero_run}).user_emails({"e"}).organization_ids({"o"}).include_deleted(true).limit(5);
    CHECK(variables_of(get_runs(every)) ==
          R"({"getRunsPaginatedData":{"filters":{"name":{"in":["a","b"]},"status":{"in":["RUNNING","FAILED"]},)"
          R"("createdAt":{"gte":"2024-01-01T00:00:00.000Z","lt":"2024-01-02T00:00:00.000Z"},)"
          R"("endedAt":{"lt":"2024-01-03T00:00:00.000Z"},"clusterName":{"in":["c"]},"gpuType":{"in":["g"]},)"
          R"("gpuNum":{"in":[8]},"runType":{"in":["HERO_RUN"]}},"includeDeleted":true,)"
          R"("entity":{"emails":["e"],"organizationIds":["o"]},"limit":5}})");
    auto late = run_filter();
    late.ended_after(parse_datetime("2024-01-03T00:00:00Z"));
    CHECK(variables_of(stop_runs(late, "enough")) ==
          R"({"getRunsData":{"filters":{"endedAt":{"gte":"2024-01-03T00:00:00.000Z"}}},)"
          R"("stopRunsData":{"reason":"enough"}})");
    auto clusters = cluster_filter();
    clusters.submission_type("TRAINING");
    CHECK(variables_of(get_clusters(clusters)) ==
          R"({"getClustersData":{"filters":{"allowedSubmissionTypes":{"has":"TRAINING"}},"includeAll":false}})");
    auto people = user_filter();
    people.ids({"i"}).emails({"e"}).organization_ids({"o"});
    CHECK(variables_of(get_users(people)) ==
          R"({"getAllUsersData":{"filters":{"id":{"in":["i"]},"email":{"in":["e"]}},)"
          R"("entity":{"organizationIds":["o"]}}})");
    auto served = deployment_filter("d");
    served.statuses({"READY"}).clusters({"c"}).gpu_types({"g"}).gpu_nums({1}).include_deleted(true);
    CHECK(variables_of(get_deployments(served)) ==
          R"({"getInferenceDeploymentsData":{"filters":{"name":{"in":["d"]},"status":{"in":["READY"]},)"
          R"("cluster":{"in":["c"]},"gpuType":{"in":["g"]},"gpuNum":{"in":[1]}},"includeDeleted":true}})");
    auto tuned = finetune_filter();
    tuned.statuses({run_status::completed}).limit(3);
    CHECK(variables_of(get_finetunes(tuned)) ==
          R"({"getFinetunesPaginatedData":{"filters":{"status":{"in":["COMPLETED"]}},"includeDeleted":false,)"
          R"("limit":3}})");
    CHECK(variables_of(stop_finetunes(tuned)) == R"({"getFinetunesData":{"filters":{"status":{"in":["COMPLETED"]}}}})");
}

TEST_CASE("mapi operations: inputs of logs and changes") {
    CHECK(variables_of(get_run_logs(log_filter("a"))) ==
          R"({"getRunLogsInput":{"name":"a","follow":false,"offset":0,"failed":false}})");
    auto all = log_filter("a");
    all.follow(true).exception_only(false).node_rank(1).local_gpu_rank(2).attempt(4).tail(5).container("MAIN").offset(
        6);
    CHECK(variables_of(get_run_logs(all)) ==
          R"({"getRunLogsInput":{"name":"a","follow":true,"offset":6,"exceptionOnly":false,"nodeRank":1,)"
          R"("localGpuRank":2,"attemptIndex":4,"tail":5,"containerName":"MAIN"}})");
    auto served = deployment_log_filter("d");
    served.restart(2).tail(1);
    CHECK(variables_of(get_deployment_logs(served)) ==
          R"({"getInferenceDeploymentLogsInput":{"name":"d","failed":false,"follow":false,"offset":0,)"
          R"("restartCount":2,"tail":1}})");
    auto update = run_update();
    update.max_retries(3);
    CHECK(variables_of(update_run("a", update)) ==
          R"({"getRunsData":{"filters":{"name":{"in":["a"]}}},"updateRunData":{"maxRetries":3}})");
    CHECK(variables_of(watch_run_status("a")) == R"({"watchRunStatusInput":{"name":"a"}})");
    CHECK(variables_of(get_current_user()) == R"({"getUsersData":{"filters":{}}})");
}

TEST_CASE("mapi operations: an empty list means nothing, and no condition is not a mistake away from everything") {
    auto nobody = run_filter();
    nobody.names({});
    CHECK(variables_of(stop_runs(nobody)) == R"({"getRunsData":{"filters":{"name":{"in":[]}}}})");
    needs_condition([] { start_runs(run_filter()); });
    needs_condition([] { stop_runs(run_filter().limit(3).include_deleted(true), "enough"); });
    needs_condition([] { delete_runs(run_filter()); });
    needs_condition([] { delete_secrets(secret_filter()); });
    needs_condition([] { update_deployments(deployment_filter(), {}); });
    needs_condition([] { stop_deployments(deployment_filter()); });
    needs_condition([] { delete_deployments(deployment_filter()); });
    needs_condition([] { stop_finetunes(finetune_filter()); });
    needs_condition([] { delete_finetunes(finetune_filter()); });
    auto mine = run_filter();
    mine.user_emails({"ada@example.com"});
    CHECK(stop_runs(mine).function() == "stopRuns");
}

TEST_CASE("mapi operations: which may be done twice") {
    const run_filter a("a");
    for (const auto& what : {stop_runs(a), stop_runs(a, "x"), delete_runs(a), update_run("a", {}),
                             update_run_metadata("a", {}), delete_secrets(secret_filter("s")),
                             stop_deployments(deployment_filter("d")), delete_deployments(deployment_filter("d")),
                             stop_finetunes(finetune_filter("f")), delete_finetunes(finetune_filter("f"))}) {
        CAPTURE(what.function());
        CHECK(what.idempotent());
        CHECK_FALSE(what.protect());
    }
    for (const auto& what : {create_run(json::object()), create_interactive_run(json::object()),
                             create_run_event("a", "e", {}), start_runs(a), create_secret(json::object()),
                             create_deployment(json::object()), update_deployments(deployment_filter("d"), {}),
                             create_finetune(json::object()), create_pretrain(json::object())}) {
        CAPTURE(what.function());
        CHECK_FALSE(what.idempotent());
    }
}

TEST_CASE("mapi operations: the server's answers are models") {
    const served_mapi mapi;
    CHECK(mapi.list<run>(create_run(config_of("a"))).at(0).cells() ==
          std::vector<std::string>{"a", "PENDING", "2024-01-01T00:00:00.000Z", "r1z1"});
    CHECK(mapi.list<run>(create_interactive_run(config_of("b"))).at(0).run_type == mapi::run_type::interactive);
    CHECK(mapi.list<run>(get_runs()).size() == 2);
    auto recent = run_filter();
    recent.created_after(parse_datetime("2024-01-01T00:00:01Z"));
    CHECK(mapi.list<run>(get_runs(recent)).at(0).name == "b");
    recent.created_before(parse_datetime("2024-01-01T00:00:01Z"));
    CHECK(mapi.list<run>(get_runs(recent)).empty());
    const auto metadata = mapi.list<run>(update_run_metadata("a", {{"loss", 0.5}})).at(0).details.value().metadata;
    CHECK(metadata.at("loss") == 0.5);
    CHECK(mapi.list<run>(update_run("a", run_update().max_retries(7))).at(0).max_retries == 7);
    const auto stopped = mapi.list<run>(stop_runs(run_filter("a"), "enough")).at(0);
    CHECK(stopped.status == run_status::stopped);
    CHECK(stopped.reason == "enough");
    CHECK(mapi.list<run>(start_runs(run_filter("a"))).at(0).resumptions.size() == 2);
    CHECK(mapi.list<run_debug_info>(get_run_debug_info("a")).at(0).executions.size() == 2);
    CHECK(mapi.list<run>(delete_runs(run_filter("a"))).at(0).is_deleted);
    CHECK(mapi.list<run>(get_run("a")).empty());
    CHECK(mapi.list<secret>(create_secret(new_secret::databricks("s", "h", "v"))).at(0).name == "s");
    CHECK_FALSE(mapi.list<secret>(get_secrets(secret_filter("s"))).at(0).id.empty());
    CHECK(mapi.list<secret>(delete_secrets(secret_filter("s"))).size() == 1);
    CHECK(mapi.list<user>(get_current_user()).at(0).email == "ada@example.com");
    CHECK_FALSE(mapi.list<cluster>(get_clusters()).at(0).utilization.has_value());
    CHECK(mapi.list<cluster>(get_clusters(cluster_filter().utilization(true))).at(0).utilization.has_value());
}

TEST_CASE("mapi first_of: the first, or 404") {
    const auto status_of = [](const std::string& message) {
        try {
            first_of(object_list<secret>(), message);
        } catch (const mapi_error& failure) {
            return std::string(failure.what());
        }
        return std::string();
    };
    CHECK(status_of("") == "Error 404: No results found");
    CHECK(status_of(run_not_found("a")) == "Error 404: Run a not found");
    secret one, two;
    one.name = "one";
    two.name = "two";
    CHECK(first_of(object_list<secret>({one, two}, {})).name == "one");
}
