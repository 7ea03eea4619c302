#include <corogql/mapi/cluster.hpp>
#include <corogql/mapi/deployment.hpp>
#include <corogql/mapi/error.hpp>
#include <corogql/mapi/finetune.hpp>
#include <corogql/mapi/object_list.hpp>
#include <corogql/mapi/run.hpp>
#include <corogql/mapi/run_debug_info.hpp>
#include <corogql/mapi/secret.hpp>
#include <corogql/mapi/user.hpp>

#include "../support/caught.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::mapi;

namespace {

template <class T>
T from(const json::value& value) {
    return T::from_mapi_response(value.as_object());
}

template <class T>
T from(const char* text) {
    return from<T>(json::parse(text));
}

template <class T>
std::string refusal(const json::value& value) {
    const auto failure = test::caught([&] { from<T>(value); });
    CHECK(failure.kind() == error_kind::decode);
    return failure.what();
}

const char* const run_text = R"({
  "id": "r1", "name": "mine", "status": "Running", "createdAt": "2024-01-01T00:00:00.000Z",
  "updatedAt": "2024-01-01 00:00:09.25+00", "reason": "of the run", "createdByEmail": "ada@example.com",
  "priority": "auto", "preemptible": true, "retryOnSystemFailure": false, "maxRetries": 3, "isDeleted": false,
  "runType": "HERO_RUN", "fromTheFuture": {"a": 1}, "resumptions": [
    {"executionIndex": 0, "clusterName": "r1z1", "gpus": 8, "cpus": 4, "gpuType": "a100", "nodes": 1,
     "status": "FAILED", "startTime": "2024-01-01T00:00:01Z", "endTime": "2024-01-01T00:00:02Z", "reason": "first"},
    {"executionIndex": 1, "clusterName": "r2z2", "gpus": 16, "cpus": 2, "gpuType": "h100", "nodes": 2,
     "status": "RUNNING", "startTime": "2024-01-01T00:00:03Z", "endTime": null,
     "estimatedEndTime": "2024-01-02T00:00:00Z", "reason": "second"}],
  "details": {"image": "mosaicml/pytorch", "originalRunInput": {"name": "mine"}, "metadata": {"loss": 0.5},
    "lastExecutionId": "r1-1",
    "lifecycle": [{"executionIndex": 0, "status": "PENDING", "startTime": "2024-01-01T00:00:00Z", "endTime": null,
                   "reason": null}],
    "nodes": [{"rank": 1, "name": "node-1", "status": "RUNNING", "reason": "why"}],
    "formattedRunEvents": [{"resumptionIndex": 1, "eventType": "CREATED", "eventTime": "2024-01-01T00:00:00Z",
                            "eventMessage": "Run created"}]}})";

json::value run_without(const char* key) {
    auto value = json::parse(run_text);
    value.as_object().erase(key);
    return value;
}

json::value run_with(const char* pointer, const json::value& replacement) {
    auto value = json::parse(run_text);
    value.at_pointer(pointer) = replacement;
    return value;
}

std::string run_error(const json::value& value) {
    try {
        from<run>(value);
    } catch (const mapi_error& failure) {
        CHECK(failure.status() == 400);
        return failure.message();
    }
    FAIL("expected a mapi_error, nothing was thrown");
    return {};
}

/// What is said of a response that lacks something.
template <class T>
std::string missing(const std::string& text) {
    try {
        from<T>(json::parse(text));
    } catch (const mapi_error& failure) {
        return failure.message();
    }
    return "nothing was thrown";
}

template <class T>
void check_columns() {
    CHECK(T().cells().size() == display_columns(T::type).size());
    CHECK(T::type != object_type::unknown);
    static_assert(std::is_nothrow_move_constructible_v<T>);
}

} // namespace

TEST_CASE("mapi models: a cell for each column") {
    check_columns<run>();
    check_columns<run_debug_info>();
    check_columns<formatted_run_event>();
    check_columns<cluster>();
    check_columns<deployment>();
    check_columns<finetune>();
    check_columns<secret>();
    check_columns<user>();
}

TEST_CASE("mapi run: all of it; what changes with every resumption is the last one's") {
    const auto mine = from<run>(run_text);
    CHECK(mine.id == "r1");
    CHECK(mine.status == run_status::running);
    CHECK(to_string(mine.updated_at) == "2024-01-01T00:00:09.250Z");
    CHECK(mine.created_by_email == "ada@example.com");
    CHECK(mine.priority == "auto");
    CHECK(mine.preemptible);
    CHECK_FALSE(mine.retry_on_system_failure);
    CHECK_FALSE(mine.is_deleted);
    CHECK(mine.run_type == run_type::hero_run);
    CHECK(mine.max_retries == 3);
    CHECK(mine.max_duration_seconds == std::nullopt);
    REQUIRE(mine.resumptions.size() == 2);
    CHECK(mine.resumptions[0].status == run_status::failed);
    CHECK(to_string(mine.resumptions[0].ended_at.value()) == "2024-01-01T00:00:02.000Z");
    CHECK(mine.resumptions[1].execution_index == 1);
    CHECK(mine.reason == "second");
    CHECK(mine.cluster == "r2z2");
    CHECK(mine.gpus == 16);
    CHECK(mine.cpus == 2);
    CHECK(mine.gpu_type == "h100");
    CHECK(mine.nodes == 2);
    CHECK(to_string(mine.started_at.value()) == "2024-01-01T00:00:01.000Z"); // the first one's
    CHECK(mine.completed_at == std::nullopt);
    CHECK(to_string(mine.estimated_end_at.value()) == "2024-01-02T00:00:00.000Z");
    CHECK(mine.cells() == std::vector<std::string>{"mine", "RUNNING", "2024-01-01T00:00:00.000Z", "r2z2"});
}

TEST_CASE("mapi run: details") {
    const auto details = from<run>(run_text).details.value();
    CHECK(details.image == "mosaicml/pytorch");
    CHECK(details.original_run_input.at("name") == "mine");
    CHECK(details.metadata.at("loss") == 0.5);
    CHECK(details.last_execution_id == "r1-1");
    REQUIRE(details.lifecycle.size() == 1);
    CHECK(details.lifecycle[0].status == run_status::pending);
    CHECK(details.lifecycle[0].started_at.has_value());
    CHECK_FALSE(details.lifecycle[0].ended_at.has_value());
    REQUIRE(details.nodes.size() == 1);
    CHECK(details.nodes[0].rank == 1);
    CHECK(details.nodes[0].reason == "why");
    REQUIRE(details.events.size() == 1);
    CHECK(details.events[0].cells() == std::vector<std::string>{"CREATED", "2024-01-01T00:00:00.000Z", "Run created"});
    CHECK(from<run>(run_without("details")).details == std::nullopt);
    CHECK(from<run>(run_with("/details", nullptr)).details == std::nullopt);
}

TEST_CASE("mapi run: every missing key is named; no resumption is no run") {
    const std::string begin = "Missing required key(s) in response to deserialize Run object: ";
    CHECK(run_error(json::object()) ==
          begin + "id, name, status, createdAt, updatedAt, reason, createdByEmail, priority, preemptible, "
                  "retryOnSystemFailure, resumptions, isDeleted, runType");
    for (const auto* key : {"id", "name", "status", "createdAt", "updatedAt", "reason", "createdByEmail", "priority",
                            "preemptible", "retryOnSystemFailure", "resumptions", "isDeleted", "runType"})
        CHECK(run_error(run_without(key)) == begin + key);
    CHECK(run_error(run_with("/resumptions", json::array())) == begin + "resumptions (there are none)");
    CHECK(run_error(run_with("/resumptions", nullptr)) == begin + "resumptions (there are none)");
}

TEST_CASE("mapi run: words that nobody knows yet, and nulls") {
    auto value = run_with("/status", "DREAMING");
    value.at("runType") = "SOMETHING_ELSE";
    value.at("reason") = nullptr;
    value.at("createdByEmail") = nullptr;
    value.at_pointer("/resumptions/1/clusterName") = nullptr;
    value.at_pointer("/resumptions/1/gpus") = nullptr;
    const auto mine = from<run>(value);
    CHECK(mine.status == run_status::unknown);
    CHECK(mine.run_type == mapi::run_type::unknown);
    CHECK(mine.created_by_email.empty());
    CHECK(mine.cluster.empty());
    CHECK(mine.gpus == 0);
}

TEST_CASE("mapi run: what the original takes is taken: numbers with fractions, nulls, words of another type") {
    auto value = run_with("/id", 7);
    value.at("preemptible") = nullptr;
    value.at("retryOnSystemFailure") = nullptr;
    value.at("priority") = 3;
    value.at_pointer("/resumptions/1/gpus") = 0.5;
    value.at_pointer("/resumptions/1/cpus") = 1.5;
    value.at_pointer("/details/metadata") = json::array{1};
    value.at_pointer("/details/originalRunInput") = "text";
    value.as_object()["maxDurationSeconds"] = 5400.5;
    const auto mine = from<run>(value);
    CHECK(mine.id == "7");
    CHECK_FALSE(mine.preemptible);
    CHECK_FALSE(mine.retry_on_system_failure);
    CHECK(mine.priority == "3");
    CHECK(mine.gpus == 0.5);
    CHECK(mine.cpus == 1.5);
    CHECK(mine.max_duration == doctest::Approx(1.500138));
    CHECK(mine.max_duration_seconds == 5400);
    CHECK(mine.details.value().metadata == json::value(json::array{1}));
    CHECK(mine.details->original_run_input == json::value("text"));
}

TEST_CASE("mapi run: times, hours and names that are made of several fields") {
    const auto now = parse_datetime("2024-01-01T01:00:03Z");
    auto value = json::parse(run_text);
    auto mine = from<run>(value);
    CHECK(mine.resumption_count() == 2);
    CHECK(mine.latest_resumption().execution_index == 1);
    // Eight GPUs for a second, then sixteen for an hour that goes on.
    CHECK(mine.gpu_hours(now) == doctest::Approx(16 + 8.0 / 3600));
    CHECK(mine.cumulative_pending_time(now).count() == doctest::Approx(3603));
    CHECK(mine.cumulative_running_time(now).count() == 0);
    CHECK(mine.display_name() == "mine");
    mine.is_deleted = true;
    CHECK(mine.display_name() == "mine (Deleted)");
    mine.retry_on_system_failure = true;
    CHECK(mine.display_name() == "mine 🐕");

    value.at_pointer("/resumptions/1/endTime") = "2024-01-01T00:30:03Z";
    CHECK(to_string(from<run>(value).completed_at.value()) == "2024-01-01T00:30:03.000Z");
    // Stopped before it began: the one before it is the last that ended.
    value.at_pointer("/resumptions/1/startTime") = nullptr;
    value.at_pointer("/resumptions/1/endTime") = nullptr;
    value.at_pointer("/resumptions/1/status") = "STOPPED";
    CHECK(to_string(from<run>(value).completed_at.value()) == "2024-01-01T00:00:02.000Z");
    CHECK(from<run>(value).gpu_hours(now) == doctest::Approx(8.0 / 3600));
    value.at_pointer("/resumptions/0/startTime") = nullptr;
    CHECK(from<run>(value).started_at == std::nullopt);
    value.at_pointer("/details/lifecycle/0/endTime") = "2024-01-01T00:00:10Z";
    CHECK(from<run>(value).cumulative_pending_time(now).count() == doctest::Approx(10));
    value.as_object().erase("details");
    CHECK(from<run>(value).cumulative_pending_time(now).count() == 0);
}

TEST_CASE("mapi run: values of another type name their path") {
    CHECK(refusal<run>(run_with("/createdAt", "soon")) ==
          "createdAt: \"soon\" is not a time like 2024-01-31T23:59:59.123Z");
    CHECK(refusal<run>(run_with("/updatedAt", 7)) == "updatedAt: expected a time, found 7");
    CHECK(refusal<run>(run_with("/resumptions", "none")) == "resumptions: expected a list, found \"none\"");
    CHECK(refusal<run>(run_with("/resumptions/1", 7)) == "resumptions[1]: expected an object, found 7");
    CHECK(refusal<run>(run_with("/resumptions/1/gpus", "many")) ==
          "resumptions[1].gpus: expected a number, found \"many\"");
    CHECK(refusal<run>(run_with("/resumptions/1/nodes", 1e300)) ==
          "resumptions[1].nodes: expected a number of 64 bits, found 1E300");
    auto gap = json::parse(run_text);
    gap.at_pointer("/resumptions/0").as_object().erase("endTime");
    CHECK(refusal<run>(gap) == "resumptions[0].endTime: is missing");
    CHECK(refusal<run>(run_with("/details/formattedRunEvents/0/eventTime", nullptr)) ==
          "details.formattedRunEvents[0].eventTime: expected a time, found null");
}

TEST_CASE("mapi run_debug_info") {
    const auto info = from<run_debug_info>(R"({"id": "r1", "name": "a", "createdAt": "2024-01-01T00:00:00Z",
        "executionsStatusUpdates": [{"id": "e", "executionIndex": 2, "containerStatusUpdates": [
        {"nodeRank": 1, "containerName": "MAIN", "status": "FAILED", "reachedAt": "2024-01-01T00:00:01Z",
        "reason": "Exit code 1"}], "podStatusUpdates": [
        {"nodeRank": 1, "nodeName": null, "status": "SCHEDULED", "reachedAt": "2024-01-01T00:00:00Z"}]}]})");
    REQUIRE(info.executions.size() == 1);
    CHECK(info.executions[0].id == "e");
    CHECK(info.executions[0].execution_index == 2);
    REQUIRE(info.executions[0].containers.size() == 1);
    CHECK(info.executions[0].containers[0].node_rank == 1);
    CHECK(info.executions[0].containers[0].container_name == "MAIN");
    CHECK(info.executions[0].containers[0].status == "FAILED");
    CHECK(to_string(info.executions[0].containers[0].reached_at) == "2024-01-01T00:00:01.000Z");
    CHECK(info.executions[0].containers[0].reason == "Exit code 1");
    REQUIRE(info.executions[0].pods.size() == 1);
    CHECK(info.executions[0].pods[0].node_name == std::nullopt);
    CHECK(info.executions[0].pods[0].status == "SCHEDULED");
    CHECK(info.cells() == std::vector<std::string>{"r1"});
    CHECK(missing<run_debug_info>(R"({"id": "r1"})") ==
          "Missing required key(s) in response to deserialize RunDebugInfo object: executionsStatusUpdates");
    CHECK(missing<run_debug_info>(R"({"id": "r", "executionsStatusUpdates": [{"id": "e", "executionIndex": 0,
        "containerStatusUpdates": [{"nodeRank": 0}], "podStatusUpdates": []}]})") ==
          "Missing required key(s) in response to deserialize ContainerStatusUpdate object: containerName, status, "
          "reachedAt");
}

TEST_CASE("mapi cluster: with and without its utilization") {
    const auto big = from<cluster>(R"({"id": "c", "name": "r1z1", "provider": "OCI", "allowFractional": true,
      "allowMultinode": true, "allowedSubmissionTypes": ["TRAINING"], "isMultiTenant": true,
      "reservationType": "RESERVED", "schedulerEnabled": true, "allowedInstances": [
        {"name": "i", "gpuType": "a100", "gpusPerNode": 8, "cpus": null, "memory": "2Ti", "storage": "27Ti",
         "gpuNums": [1, 8], "numNodes": 1, "nodes": [{"name": "n", "isAlive": true, "isSchedulable": true,
         "upTime": {"startDate": "2024-01-01T00:00:00Z", "endDate": null}},
         {"name": "m", "isAlive": false, "isSchedulable": false, "upTime": null}]}],
      "utilization": {"instanceUtils": [{"instance": {"name": "i", "gpusPerNode": 8, "numNodes": 1, "gpuType": "a100",
         "nodes": []}, "clusterId": "c", "gpusUsed": 3, "gpusAvailable": 5, "gpusTotal": 8}],
         "activeRunsByUser": [{"id": "r", "userName": "Ada", "runName": "mine", "gpuNum": 0.5, "gpuType": "a100",
           "instance": "i", "createdAt": "2024-01-01T00:00:00Z", "startTime": "2024-01-01T00:00:01Z",
           "estimatedEndTime": null, "maxDurationSeconds": 60, "scheduling": {"priority": "low",
           "retryOnSystemFailure": true, "preemptible": null}}], "queuedRunsByUser": null,
         "activeDeploymentsByUser": [{"id": "d", "userName": "Ada", "deploymentName": "chat", "gpuNum": 1,
           "instance": "i", "createdAt": "2024-01-01T00:00:00Z"}], "queuedDeploymentsByUser": []}})");
    CHECK(big.allow_fractional);
    CHECK(big.allow_multinode);
    CHECK(big.is_multi_tenant);
    CHECK(big.scheduler_enabled);
    CHECK(big.reservation_type == "RESERVED");
    CHECK(big.allowed_submission_types == std::vector<std::string>{"TRAINING"});
    REQUIRE(big.instances.size() == 1);
    CHECK(big.instances[0].gpu_nums == std::vector<double>{1, 8});
    CHECK(big.instances[0].gpus_per_node == 8);
    CHECK(big.instances[0].cpus == std::nullopt);
    REQUIRE(big.instances[0].nodes.size() == 2);
    CHECK(big.instances[0].nodes[0].is_alive);
    CHECK(big.instances[0].nodes[0].up_since.has_value());
    CHECK_FALSE(big.instances[0].nodes[0].up_until.has_value());
    const auto& use = big.utilization.value();
    CHECK(use.instances.at(0).gpus_used == 3);
    CHECK(use.instances.at(0).gpus_available == 5);
    CHECK(use.instances.at(0).gpus_total == 8);
    CHECK(use.instances.at(0).instance.gpu_type == "a100");
    REQUIRE(use.active_runs.size() == 1);
    CHECK(use.active_runs[0].user == "Ada");
    CHECK(use.active_runs[0].gpu_num == 0.5);
    CHECK(use.active_runs[0].started_at.has_value());
    CHECK(use.active_runs[0].max_duration_seconds == 60);
    CHECK(use.active_runs[0].priority == "low");
    CHECK_FALSE(use.active_runs[0].preemptible);
    CHECK(use.active_runs[0].display_name() == "mine 🐕");
    CHECK(use.queued_runs.empty());
    CHECK(use.active_deployments.at(0).name == "chat");
    CHECK(big.cells() == std::vector<std::string>{"r1z1", "Oci"});
    CHECK(from<cluster>(R"({"id": "c", "name": "x", "provider": "MOSAICML_COLO"})").provider == "MosaicML");

    const auto small = from<cluster>(R"({"id": "c", "name": "x", "utilization": null})");
    CHECK_FALSE(small.utilization.has_value());
    CHECK(missing<cluster>(R"({"id": "c"})") == "Missing fields in response: name");
    CHECK(missing<cluster>(R"({"id": "c", "name": "x", "utilization": {}})") ==
          "Missing fields in response: instanceUtils, activeRunsByUser, queuedRunsByUser, activeDeploymentsByUser, "
          "queuedDeploymentsByUser");
    CHECK(refusal<cluster>(json::parse(R"({"id": "c", "name": "x", "allowedInstances": [{"name": "i", "gpuType": "a",
          "gpusPerNode": 8, "numNodes": 1,
          "nodes": [{"name": "n", "isAlive": true, "isSchedulable": true, "upTime": "long"}]}]})")) ==
          "allowedInstances[0].nodes[0].upTime: expected an object, found \"long\"");
}

TEST_CASE("mapi deployment: its cluster is its input's") {
    const auto served = from<deployment>(R"({"id": "d", "name": "chat", "status": "READY", "publicDNS": "chat.example",
      "createdAt": "2024-01-01T00:00:00Z", "updatedAt": "2024-01-01T00:00:00Z", "deletedAt": null, "currentVersion": 2, "createdByEmail": "ada@example.com",
      "inferenceDeploymentInput": {"compute": {"cluster": "r7z2"}, "cluster": "old"},
      "originalInferenceDeploymentInput": {"a": 1}, "replicas": [{"name": "p", "status": "RUNNING",
      "latestRestartCount": 4, "latestRestartTime": "2024-01-01T00:00:00Z"}]})");
    CHECK(served.cells() == std::vector<std::string>{"chat", "READY", "2024-01-01T00:00:00.000Z", "r7z2"});
    CHECK(served.public_dns == "chat.example");
    CHECK(served.current_version == 2);
    CHECK(served.original_input.contains("a"));
    CHECK(served.deleted_at == std::nullopt);
    REQUIRE(served.replicas.size() == 1);
    CHECK(served.replicas[0].latest_restart_count == 4);
    CHECK(served.replicas[0].latest_restart_at.has_value());
    CHECK(served.ready_replicas() == 1);
    const std::string begin = R"({"id": "d", "name": "x", "status": "READY", "createdAt": "2024-01-01T00:00:00Z",
      "updatedAt": "2024-01-01T00:00:00Z", "publicDNS": null, "inferenceDeploymentInput": )";
    CHECK(from<deployment>(json::parse(begin + R"({"cluster": "r1z1"}})")).cluster() == "r1z1");
    CHECK(from<deployment>(json::parse(begin + R"({"compute": 7}})")).cells().back().empty());
    CHECK(missing<deployment>(R"({"id": "d"})") ==
          "Missing required key(s) in response to deserialize Deployment object: name, status, createdAt, updatedAt, "
          "inferenceDeploymentInput, publicDNS");
}

TEST_CASE("mapi finetune") {
    const auto tuned = from<finetune>(R"({"id": "f", "name": "mine", "status": "COMPLETED", "createdById": "u",
      "createdByEmail": null, "createdAt": "2024-01-01T00:00:00Z", "updatedAt": "2024-01-02T00:00:00Z",
      "completedAt": "2024-01-02T00:00:00Z", "isDeleted": true, "reason": "done",
      "details": {"model": "mpt-7b", "taskType": "CHAT", "evalPrompts": ["a", "b"], "learningRate": 1e-5,
      "contextLength": 2048, "experimentTracker": {"wandb": {}}, "dataPrepConfig": null,
      "formattedFinetuningEvents": [{"eventType": "DONE", "eventTime": "2024-01-02T00:00:00Z"},
        {"eventType": "BEGUN", "eventTime": "2024-01-01T00:00:00Z", "resumptionIndex": 1}]}})");
    CHECK(tuned.cells() == std::vector<std::string>{"mine", "COMPLETED", "2024-01-01T00:00:00.000Z"});
    CHECK(tuned.is_deleted);
    CHECK(tuned.reason == "done");
    CHECK(tuned.completed_at.has_value());
    const auto& details = tuned.details.value();
    CHECK(details.eval_prompts.as_array().size() == 2);
    CHECK(details.learning_rate == 1e-5);
    CHECK(details.context_length == 2048);
    CHECK(details.experiment_tracker.is_object());
    CHECK(details.events.at(0).event_type == "BEGUN"); // in the order of time
    CHECK(details.events.at(1).event_type == "DONE");
    CHECK(missing<finetune>(R"({"id": "f", "name": "x"})") ==
          "Missing required key(s) in response to deserialize Finetune object: status, createdByEmail, createdAt, "
          "updatedAt");
}

TEST_CASE("mapi secret and user") {
    const auto hidden = from<secret>(R"({"name": "s", "type": "ENV_VAR", "metadata": {"key": "K"},
                                         "createdAt": "2024-01-01T00:00:00Z"})");
    CHECK(hidden.id.empty());
    CHECK(hidden.key() == "K");
    CHECK(hidden.mount_path().empty());
    CHECK(hidden.cells() == std::vector<std::string>{"s", "environment", "2024-01-01T00:00:00.000Z"});
    const auto typed = [](const char* word, const char* metadata) {
        return from<secret>(
            json::parse(std::string(R"({"name": "s", "type": ")") + word + R"(", "metadata": )" + metadata + "}"));
    };
    CHECK(typed("ENV_VAR", R"({"key": "HUGGING_FACE_HUB_TOKEN"})").secret_type == secret_type::hugging_face);
    CHECK(typed("S3", R"({"mountDirectory": "/m"})").mount_directory() == "/m");
    CHECK(typed("GIT_SSH", R"({"mountPath": "/p"})").mount_path() == "/p");
    CHECK(typed("GIT_SSH", "{}").secret_type == secret_type::git);
    CHECK(typed("NEWER", "null").secret_type == secret_type::unknown);
    CHECK(typed("NEWER", "null").cells()[1] == "NEWER");
    for (const auto type : {secret_type::databricks, secret_type::docker_registry, secret_type::environment_variable,
                            secret_type::gcp, secret_type::git, secret_type::mounted, secret_type::oci, secret_type::s3,
                            secret_type::sftp, secret_type::ssh}) {
        CHECK(secret_type_from_string(to_string(type)) == type);
        CHECK(typed(std::string(to_mapi_word(type)).c_str(), "{}").secret_type == type);
    }
    CHECK(secret_type_from_string("s3_credentials") == secret_type::s3);
    CHECK(missing<secret>(R"({"id": "1"})") == "Unknown issue deserializing data");
    const auto ada = from<user>(R"({"id": "u", "name": "Ada", "email": "ada@example.com",
        "organizations": [{"id": "o", "name": "Engines", "isDatabricksInternal": true}]})");
    CHECK(ada.cells() == std::vector<std::string>{"ada@example.com", "Ada"});
    REQUIRE(ada.organizations.size() == 1);
    CHECK(ada.organizations[0].name == "Engines");
    CHECK(ada.organizations[0].is_databricks_internal);
    CHECK(refusal<user>(json::parse(R"({"id": "u", "name": "Ada", "organizations": [{}]})")) ==
          "organizations[0].id: is missing");
}

TEST_CASE("mapi models: a list of them is a table") {
    const object_list<secret> list({from<secret>(R"({"name": "long-name", "type": "S3", "metadata": {}})")}, {});
    CHECK(list.to_table() == "Name       Type  Created At\nlong-name  s3\n");
    CHECK(display_columns(object_type::formatted_run_event) ==
          std::vector<std::string_view>{"Type", "Time", "Message"});
    CHECK(display_columns(object_type::run_debug_info) == std::vector<std::string_view>{"Run ID"});
}
