#include "testing/graphql/executor.hpp"
#include "testing/mapi/schema.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace corogql::testing;

namespace {

struct mapi {
    explicit mapi(const mapi_options& options = mapi_options()) : api(make_mapi(store, options)) {}

    prepared_operation prepare(const std::string& query, const std::string& variables) const {
        graphql_request request;
        request.query = query;
        request.variables = json::parse(variables).as_object();
        return api.prepare(request);
    }
    json::value run(const std::string& query, const std::string& variables = "{}") const {
        return api.execute(prepare(query, variables));
    }
    json::value create(const std::string& name) const {
        return run("mutation($createRunData: CreateRunInput!) { createRun(createRunData: $createRunData) {"
                   " id name status createdAt resumptions { executionIndex clusterName } details { metadata } } }",
                   R"({"createRunData": {"runInput": {"runName": ")" + name + R"(", "metadata": {"a": 1}}}})");
    }
    std::string change(const std::string& field, const std::string& name) const {
        return json::serialize(run("mutation($in: GetRunsInput!) { r: " + field + "(getRunsData: $in) { status } }",
                                   R"({"in": {"filters": {"name": {"in": [")" + name + R"("]}}}})"));
    }
    std::unique_ptr<event_source> open(const std::string& query) const { return api.open(prepare(query, "{}")); }

    mapi_data store = std::make_shared<mapi_store>();
    graphql_executor api;
};

std::string all(event_source& source) {
    std::string text;
    while (const auto event = source.next()) text += json::serialize(*event) + ' ';
    return text + (source.ended() ? "end" : "");
}

std::string message(const json::value& answer) {
    return json::serialize(answer.at("errors").at(0).at("message")) +
           json::serialize(answer.at("errors").at(0).at("extensions").at("code"));
}

} // namespace

TEST_CASE("mapi: a created run is answered as a list of one, with deterministic ids and times") {
    const mapi server;
    CHECK(json::serialize(server.create("a")) ==
          R"({"data":{"createRun":[{"id":"00000001-0000-4000-8000-000000000001","name":"a","status":"PENDING",)"
          R"("createdAt":"2024-01-01T00:00:00.000Z","resumptions":[{"executionIndex":0,"clusterName":"r1z1"}],)"
          R"("details":{"metadata":{"a":1}}}]}})");
    CHECK(message(server.create("a")) == R"("Run a already exists"409)");
    CHECK(message(server.create("")) == R"("Bad run request: runName is a required field"400)");
}

TEST_CASE("mapi: every field that a run must have is there") {
    const mapi server;
    server.create("a");
    const auto answer =
        server.run("{ getRuns { id name status createdAt updatedAt reason createdByEmail priority preemptible"
                   " retryOnSystemFailure maxRetries maxDurationSeconds isDeleted runType executionsStatusUpdates { "
                   "id executionIndex containerStatusUpdates { status } podStatusUpdates { status } }"
                   " resumptions { executionIndex clusterName gpus cpus gpuType nodes status startTime endTime"
                   " estimatedEndTime reason } details { image originalRunInput metadata lastExecutionId"
                   " lifecycle { executionIndex status startTime endTime reason } nodes { rank name status reason }"
                   " formattedRunEvents { resumptionIndex eventType eventTime eventMessage } } }"
                   " getUsers { id name email organizations { id name isDatabricksInternal } } }");
    CHECK_FALSE(answer.as_object().contains("errors"));
    CHECK(answer.at("data").at("getUsers").as_array().size() == 1);
}

TEST_CASE("mapi: stop, start and delete") {
    const mapi server;
    server.create("a");
    CHECK(server.change("stopRuns", "a") == R"({"data":{"r":[{"status":"STOPPED"}]}})");
    CHECK(server.change("stopRuns", "a") == R"({"data":{"r":[{"status":"STOPPED"}]}})");
    CHECK(server.change("startRuns", "a") == R"({"data":{"r":[{"status":"PENDING"}]}})");
    CHECK(server.change("stopRuns", "none") == R"({"data":{"r":[]}})");
    server.change("deleteRuns", "a");
    CHECK(json::serialize(server.run("{ getRuns { name } }")) == R"({"data":{"getRuns":[]}})");
    const auto deleted = server.run("{ getRuns(getRunsData: {includeDeleted: true}) { name isDeleted"
                                    " resumptions { executionIndex } } }");
    CHECK(json::serialize(deleted) == R"({"data":{"getRuns":[{"name":"a","isDeleted":true,"resumptions":[)"
                                      R"({"executionIndex":0},{"executionIndex":1}]}]}})");
}

TEST_CASE("mapi: metadata is merged") {
    const mapi server;
    server.create("a");
    const auto answer = server.run("mutation { updateRunMetadata(getRunsData: {filters: {name: {in: [\"a\"]}}},"
                                   " updateRunMetadataData: {metadata: {b: [2]}}) { details { metadata } } }");
    CHECK(json::serialize(answer) == R"({"data":{"updateRunMetadata":[{"details":{"metadata":{"a":1,"b":[2]}}}]}})");
}

TEST_CASE("mapi: pages, newest first, with filters") {
    const mapi server;
    for (const auto* name : {"a", "b", "c", "d", "e"}) server.create(name);
    server.change("stopRuns", "d");
    const std::string query = "query($in: GetRunsPaginatedInput) { getRunsPaginated(getRunsPaginatedData: $in) {"
                              " cursor hasNextPage runs { name } } }";
    auto page = server.run(query, R"({"in": {"limit": 2}})").at("data").at("getRunsPaginated");
    CHECK(json::serialize(page.at("runs")) == R"([{"name":"e"},{"name":"d"}])");
    CHECK(page.at("hasNextPage") == true);
    server.create("f"); // does not shift the next page
    const std::string cursor(page.at("cursor").as_string());
    page =
        server.run(query, R"({"in": {"limit": 3, "cursor": ")" + cursor + R"("}})").at("data").at("getRunsPaginated");
    CHECK(json::serialize(page.at("runs")) == R"([{"name":"c"},{"name":"b"},{"name":"a"}])");
    CHECK(page.at("hasNextPage") == false);
    const auto stopped = server.run(query, R"({"in": {"filters": {"status": {"in": ["STOPPED"]}}}})");
    CHECK(json::serialize(stopped.at("data").at("getRunsPaginated").at("runs")) == R"([{"name":"d"}])");
    const auto none = server.run(query, R"({"in": {"filters": {"createdAt": {"lt": "2024"}}}})");
    CHECK(json::serialize(none.at("data").at("getRunsPaginated")) ==
          R"({"cursor":null,"hasNextPage":false,"runs":[]})");
    CHECK(message(server.run(query, R"({"in": {"limit": 0}})")) == R"("limit must be at least 1"400)");
    CHECK(message(server.run(query, R"({"in": {"cursor": "x"}})")) == R"("Unknown cursor"400)");
}

TEST_CASE("mapi: secrets and clusters") {
    const mapi server;
    const std::string create =
        R"(mutation { createSecret(createSecretData: {envVarSecret: {name: "s", metadata: {key: "K"}, value: "v"}}) {
        name type metadata createdAt } })";
    CHECK(server.run(create).at("data").at("createSecret").at(0).at("type") == "ENV_VAR");
    CHECK(message(server.run(create)) == R"("Secret s already exists"409)");
    CHECK(server.run("{ getSecrets(getSecretsData: {filters: {name: {in: [\"s\"]}}}) { id name } }")
              .at("data")
              .at("getSecrets")
              .as_array()
              .size() == 1);
    server.run("mutation { deleteSecrets(getSecretsData: {filters: {name: {in: [\"s\"]}}}) { name } }");
    CHECK(server.run("{ getSecrets { name } }").at("data").at("getSecrets").as_array().empty());
    CHECK(
        json::serialize(server.run("{ getClusters(getClustersData: {filters: {allowedSubmissionTypes:"
                                   " {has: \"TRAINING\"}}}) { name allowedInstances { gpuNums nodes { name } } } }")) ==
        R"({"data":{"getClusters":[{"name":"r1z1","allowedInstances":[{"gpuNums":[1,2,4,8,16],"nodes":)"
        R"([{"name":"node-0"},{"name":"node-1"}]}]}]}})");
}

TEST_CASE("mapi: the status is watched from now to the end") {
    const mapi server;
    server.create("a");
    const auto run = server.store->find_run("a");
    const auto source = server.open(R"(subscription { watchRunStatus(watchRunStatusInput: {name: "a"}) })");
    CHECK(all(*source) == "\"PENDING\" ");
    int rung = 0;
    source->on_ready([&] { ++rung; });
    run->status("QUEUED", {}, "t");
    run->status("RUNNING", {}, "t");
    CHECK(rung == 2);
    CHECK(all(*source) == "\"QUEUED\" \"RUNNING\" ");
    run->status("FAILED", "Exit code 1", "t");
    CHECK(all(*source) == "\"FAILED\" end");
    CHECK_THROWS_AS(server.open(R"(subscription { watchRunStatus(watchRunStatusInput: {name: "b"}) })"), request_error);
}

TEST_CASE("mapi: logs honour offset, tail and follow, and split characters") {
    const mapi server(mapi_options().log_chunk(4));
    server.create("a");
    const auto run = server.store->find_run("a");
    run->append_log("1✓\n22\n");
    const auto logs = [&](const std::string& rest) {
        return server.open("subscription { getRunLogsV2(getRunLogsInput: {name: \"a\"" + rest +
                           "}) { chunk endOffset } }");
    };
    CHECK(all(*logs("")) == R"({"chunk":"MeKckw==","endOffset":4} {"chunk":"CjIyCg==","endOffset":8} end)");
    CHECK(all(*logs(", offset: 6, tail: 9")) == R"({"chunk":"Mgo=","endOffset":8} end)");
    CHECK(all(*logs(", offset: 0, tail: 1")) == R"({"chunk":"MjIK","endOffset":8} end)");
    CHECK(all(*logs(", tail: 0")) == "end");
    const auto followed = logs(", follow: true, offset: 8");
    CHECK(all(*followed) == "");
    run->append_log("3");
    CHECK(all(*followed) == R"({"chunk":"Mw==","endOffset":9} )");
    run->status("COMPLETED", {}, "t");
    CHECK(all(*followed) == "end");
}

TEST_CASE("mapi: a deployment's log is followed until it is deleted") {
    const mapi server;
    server.run("mutation { createInferenceDeployment(createInferenceDeploymentData: {inferenceDeploymentInput: "
               "{deploymentName: \"a\"}}) { id } }");
    const auto source = server.open("subscription { getInferenceDeploymentLogsV2(getInferenceDeploymentLogsInput:"
                                    " {name: \"a\", follow: true, tail: 0}) { endOffset } }");
    CHECK(all(*source) == "");
    int rung = 0;
    source->on_ready([&] { ++rung; });
    const std::string some = "(getInferenceDeploymentsData: {filters: {name: {in: [\"a\"]}}}";
    server.run("mutation { updateInferenceDeployments" + some +
               ", updateInferenceDeploymentsData: {image: \"i\"}) { id } }");
    CHECK(rung == 1);
    CHECK(all(*source) == R"({"chunk":"YTogdmVyc2lvbiAyIGlzIHJlYWR5IOKckwo=","endOffset":52} )");
    const auto deleted =
        server.run("mutation { deleteInferenceDeployments" + some + ") { status replicas { name } } }");
    CHECK(json::serialize(deleted.at("data").at("deleteInferenceDeployments")) ==
          R"([{"status":"STOPPED","replicas":[]}])");
    CHECK(rung == 2);
    CHECK(all(*source) == "end");
}

TEST_CASE("mapi: a subscription goes on behind a position of another") {
    const mapi server(mapi_options().log_chunk(4));
    server.create("a");
    const auto run = server.store->find_run("a");
    const auto status = R"(subscription { watchRunStatus(watchRunStatusInput: {name: "a"}) })";
    const auto cut = server.open(status);
    CHECK(all(*cut) == R"("PENDING" )");
    for (const auto* each : {"QUEUED", "RUNNING", "COMPLETED"}) run->status(each, {}, "t");
    const auto again = server.open(status);
    again->go_on_behind(cut->position());
    CHECK(all(*again) == R"("QUEUED" "RUNNING" "COMPLETED" end)");
    for (const std::uint64_t end : {again->position(), std::uint64_t(1000)}) {
        const auto over = server.open(status);
        over->go_on_behind(end);
        CHECK(all(*over) == "end");
    }
    run->append_log("1234567");
    const auto logs = [&] {
        return server.open(R"(subscription { getRunLogsV2(getRunLogsInput: {name: "a"}) { endOffset } })");
    };
    const auto first = logs(), rest = logs(), none = logs();
    CHECK(first->next());
    rest->go_on_behind(first->position());
    CHECK(json::serialize(*rest->next()).ends_with("\"endOffset\":7}"));
    none->go_on_behind(99);
    CHECK(all(*none) == "end");
    const auto numbers = server.open("subscription { count(after: 2, to: 4) }");
    numbers->go_on_behind(3);
    CHECK(all(*numbers) == "4 end");
    const auto backwards = server.open("subscription { count(after: 2, to: 4) }");
    backwards->go_on_behind(1);
    CHECK(all(*backwards) == "3 4 end");
}

TEST_CASE("mapi: paced runs go their way") {
    const mapi server(mapi_options().pace(std::chrono::milliseconds(1)));
    server.create("a");
    const auto source = server.open(R"(subscription { watchRunStatus(watchRunStatusInput: {name: "a"}) })");
    for (int i = 0; i < 20; ++i) server.store->advance();
    CHECK(all(*source) == R"("PENDING" "QUEUED" "STARTING" "RUNNING" "COMPLETED" end)");
    CHECK(server.store->find_run("a")->log().starts_with("step 1 of 8 ✓\n"));
}

TEST_CASE("mapi: plain fields") {
    const mapi server;
    CHECK(json::serialize(server.run("{ hello(name: \"you\") echo(value: {a: [1]}) fail(code: 418) }")) ==
          R"({"errors":[{"message":"Failed as asked","locations":[{"line":1,"column":44}],"path":["fail"],)"
          R"("extensions":{"code":418}}],"data":{"hello":"Hello, you!","echo":{"a":[1]},"fail":null}})");
    CHECK(all(*server.open("subscription { count(after: 2, to: 4) }")) == "3 4 end");
}

TEST_CASE("mapi: durations and filters that are none") {
    const mapi server;
    const auto with_hours = [&](const std::string& hours) {
        return server.run("mutation { createRun(createRunData: {runInput: {runName: \"r" + hours +
                          "\", scheduling: {maxDuration: " + hours + "}}}) { maxDurationSeconds } }");
    };
    CHECK(json::serialize(with_hours("0.5")) == R"({"data":{"createRun":[{"maxDurationSeconds":1800}]}})");
    for (const auto* hours : {"-5", "1e300", "1000001"})
        CHECK(message(with_hours(hours)) ==
              R"("Bad run request: scheduling.maxDuration must be hours, from 0 to 1000000"400)");
    const auto filtered = [&](const std::string& filter) {
        return message(server.run("{ getRuns(getRunsData: {filters: {name: " + filter + "}}) { name } }"));
    };
    CHECK(filtered("{in: \"a\"}") == R"("The filter condition \"in\" takes a list."400)");
    CHECK(filtered("{gte: 3}") == R"("The filter condition \"gte\" takes a string."400)");
    CHECK(filtered("{like: \"a\"}") == R"("Unknown filter condition \"like\"."400)");
}
