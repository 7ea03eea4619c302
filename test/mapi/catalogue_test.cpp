/// Every operation once, over real sockets: the server knows it, and its answer is a model.
#include "support.hpp"

#include <corogql/mapi/clusters.hpp>
#include <corogql/mapi/code_eval.hpp>
#include <corogql/mapi/deployments.hpp>
#include <corogql/mapi/finetunes.hpp>
#include <corogql/mapi/log_stream.hpp>
#include <corogql/mapi/run_streams.hpp>
#include <corogql/mapi/runs.hpp>
#include <corogql/mapi/secrets.hpp>
#include <corogql/mapi/users.hpp>

#include "../support/caught.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::mapi;
using strings = std::vector<std::string>;

namespace {

struct fixture {
    testing::mapi_server server;
    mapi::connection connection{test::quick(server)};

    template <class T>
    std::vector<T> list(operation what) {
        return connection.start_plural<T>(std::move(what)).get().items();
    }
    template <class T>
    T single(operation what) {
        return connection.start_singular<T>(std::move(what)).get();
    }
    template <class T>
    T only(operation what) {
        auto all = list<T>(std::move(what));
        REQUIRE(all.size() == 1);
        return std::move(all.front());
    }
    /// Of all pages.
    template <class T>
    std::vector<T> paged(operation what) {
        page_items<T> items(connection.start_paginated<T>(std::move(what)).get());
        std::vector<T> all;
        while (auto item = items.async_next(asio::use_future).get()) all.push_back(std::move(*item));
        return all;
    }
    template <class T>
    strings paged_names(operation what) {
        strings names;
        for (const auto& item : paged<T>(std::move(what))) names.push_back(item.name);
        return names;
    }
    template <class Filter>
    std::string log(const Filter& which) {
        log_stream pieces(connection, which);
        std::string text;
        while (auto piece = pieces.async_next(asio::use_future).get()) text += *piece;
        return text;
    }
};

template <class T>
strings names(const std::vector<T>& items) {
    strings list;
    for (const auto& item : items) list.push_back(item.name);
    return list;
}

run_config config_of(const char* name, const char* cluster, int gpus) {
    auto config = run_config().name(name).image("mosaicml/pytorch").cluster(cluster).gpus(gpus);
    return config.priority("low").preemptible(true).metadata({{"loss", 1.5}});
}

deployment_config served(const char* name, const char* cluster, int gpus) {
    return deployment_config()
        .name(name)
        .image("mosaicml/inference")
        .replicas(2)
        .cluster(cluster)
        .gpus(gpus)
        .gpu_type("a10");
}

finetune_config tuned() { return finetune_config("mpt-7b", "s3://data", "s3://save"); }

} // namespace

TEST_CASE_FIXTURE(fixture, "mapi catalogue: runs are made, found and described") {
    const auto made = single<run>(create_run(config_of("a", "r1z1", 16)));
    CHECK(made.name == "a");
    CHECK(made.status == run_status::pending);
    CHECK(made.run_type == mapi::run_type::training);
    CHECK(made.cluster == "r1z1");
    CHECK(made.gpus == 16);
    CHECK(made.priority == "low");
    CHECK(made.preemptible);
    CHECK(made.details.value().original_run_input.at("image") == "mosaicml/pytorch");
    const auto interactive = single<run>(create_interactive_run(config_of("b", "r2z1", 1), 60));
    CHECK(interactive.run_type == mapi::run_type::interactive);
    CHECK(interactive.max_duration_seconds == 60);
    CHECK(list<organization>(get_organizations()).size() == 2);
    const auto event = single<run_event>(create_run_event("a", "CHECKPOINT", {{"step", 7}}));
    CHECK(event.run_id == made.id);
    CHECK(event.event_type == "CHECKPOINT");
    CHECK(event.event_data == json::value{{"step", 7}});

    const auto found = paged<run>(get_run("a"));
    REQUIRE(found.size() == 1);
    CHECK(found[0].id == made.id);
    CHECK(found[0].details.value().events.back().event_type == "CHECKPOINT");
    CHECK(run_config::of(found[0]).to_run_input() == config_of("a", "r1z1", 16).to_run_input());
    CHECK(paged<run>(get_run("a", false)).at(0).details == std::nullopt);
    CHECK(paged<run>(get_run("c")).empty());
    CHECK(paged_names<run>(get_runs(run_filter().limit(1))) == strings{"b", "a"});
    CHECK(paged_names<run>(get_runs(run_filter().gpu_nums({16, 32}))) == strings{"a"});
    CHECK(paged_names<run>(get_runs(run_filter().clusters({"r2z1"}))) == strings{"b"});
    CHECK(paged_names<run>(get_runs(run_filter().user_emails({made.created_by_email}))) == strings{"b", "a"});
    CHECK(paged_names<run>(get_runs(run_filter().user_emails({"grace@example.com"}))).empty());

    const auto info = only<run_debug_info>(get_run_debug_info("a"));
    CHECK(info.id == made.id);
    CHECK(info.created_at == made.created_at);
    REQUIRE(info.executions.size() == 1);
    CHECK(info.executions[0].id == made.details->last_execution_id);
    CHECK(info.executions[0].containers.at(0).status == "PENDING");
    CHECK(info.executions[0].pods.at(0).node_name == "node-0");
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: runs are changed, stopped, started and deleted") {
    single<run>(create_run(config_of("a", "r1z1", 8)));
    single<run>(create_run(config_of("b", "r1z1", 8)));
    const run_filter a("a");
    const auto updated = single<run>(update_run("a", run_update().max_retries(3).max_duration_seconds(60)));
    CHECK(updated.max_retries == 3);
    CHECK(updated.max_duration_seconds == 60);
    const auto described = single<run>(update_run_metadata("a", {{"step", 7}})).details.value();
    CHECK(described.metadata == json::object{{"loss", 1.5}, {"step", 7}});

    const auto stopped = only<run>(stop_runs(a, "enough"));
    CHECK(stopped.status == run_status::stopped);
    CHECK(stopped.reason == "enough");
    CHECK(stopped.completed_at.has_value());
    CHECK(paged_names<run>(get_runs(run_filter().statuses({run_status::stopped}))) == strings{"a"});
    const auto again = only<run>(start_runs(a));
    CHECK(again.status == run_status::pending);
    CHECK(again.resumptions.size() == 2);
    CHECK(only<run>(delete_runs(a)).is_deleted);
    CHECK(paged_names<run>(get_runs()) == strings{"b"});
    CHECK(paged_names<run>(get_runs(run_filter().include_deleted(true))) == strings{"b", "a"});
    CHECK(names(list<run>(stop_runs(run_filter().organization_ids({"none"})))).empty());
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: a run's status and log") {
    server.add_run("a");
    server.append_log("a", "epoch 1 ✓\nepoch 2 ✓\n");
    CHECK(log(log_filter("a")) == "epoch 1 ✓\nepoch 2 ✓\n");
    CHECK(log(log_filter("a").tail(1)) == "epoch 2 ✓\n");
    server.set_run_status("a", "COMPLETED");
    auto statuses = subscribe<run_status>(connection, watch_run_status("a"));
    CHECK(statuses.async_next(asio::use_future).get() == run_status::completed);
    CHECK(statuses.async_next(asio::use_future).get() == std::nullopt);
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: inference deployments") {
    const auto made = single<deployment>(create_deployment(served("chat", "r1z1", 1)));
    CHECK(made.cells() == strings{"chat", "READY", "2024-01-01T00:00:00.000Z", "r1z1"});
    CHECK(made.public_dns == "chat.example.com");
    CHECK(made.created_by_email == "ada@example.com");
    CHECK(made.deleted_at == std::nullopt);
    single<deployment>(create_deployment(served("code", "r2z1", 4)));
    const deployment_filter chat("chat");

    CHECK(names(list<deployment>(get_deployments())) == strings{"code", "chat"});
    const auto one = only<deployment>(get_deployments(chat));
    CHECK(one.id == made.id);
    CHECK(one.current_version == 1);
    REQUIRE(one.replicas.size() == 2);
    CHECK(one.replicas[1].name == "chat-1");
    CHECK(one.replicas[1].latest_restart_at == std::nullopt);
    CHECK(only<deployment>(get_deployments(deployment_filter().clusters({"r1z1"}))).id == made.id);
    CHECK(only<deployment>(get_deployments(deployment_filter().gpu_nums({1, 2}))).id == made.id);
    CHECK(list<deployment>(get_deployments(deployment_filter().gpu_types({"a10"}))).size() == 2);
    CHECK(list<deployment>(get_deployments(deployment_filter().statuses({"FAILED"}))).empty());

    only<deployment>(update_deployments(chat, {{"replicas", 1}}));
    const auto updated = only<deployment>(get_deployments(chat));
    CHECK(updated.current_version == 2);
    CHECK(updated.input.at("replicas") == 1);
    CHECK(updated.original_input.at("replicas") == 2);
    REQUIRE(updated.replicas.size() == 1);
    CHECK(updated.replicas[0].latest_restart_count == 1);
    CHECK(updated.replicas[0].latest_restart_at == updated.updated_at);

    CHECK(only<deployment>(stop_deployments(chat)).status == "STOPPED");
    const auto deleted = only<deployment>(delete_deployments(chat));
    CHECK(deleted.deleted_at == deleted.updated_at);
    CHECK(names(list<deployment>(get_deployments())) == strings{"code"});
    CHECK(list<deployment>(get_deployments(deployment_filter().include_deleted(true))).size() == 2);
    CHECK(list<deployment>(delete_deployments(chat)).empty());
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: a deployment's log, which ends with it") {
    single<deployment>(create_deployment(served("chat", "r1z1", 1)));
    CHECK(server.append_log("chat", "GET / → 200\n"));
    CHECK(log(deployment_log_filter("chat")) == "chat: version 1 is ready ✓\nGET / → 200\n");
    CHECK(log(deployment_log_filter("chat").tail(1).restart(0)) == "GET / → 200\n");

    log_stream followed(connection, deployment_log_filter("chat").follow(true).offset(29));
    CHECK(followed.async_next(asio::use_future).get() == "GET / → 200\n");
    only<deployment>(update_deployments(deployment_filter("chat"), {{"replicas", 1}}));
    CHECK(followed.async_next(asio::use_future).get() == "chat: version 2 is ready ✓\n");
    only<deployment>(delete_deployments(deployment_filter("chat")));
    CHECK(followed.async_next(asio::use_future).get() == std::nullopt);
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: deployments that there are already, or not at all") {
    const auto status = [&](auto&& call) { return test::caught_as<mapi_error>(call).status(); };
    single<deployment>(create_deployment(served("chat", "r1z1", 1)));
    CHECK(status([&] { single<deployment>(create_deployment(served("chat", "r1z1", 1))); }) == 409);
    CHECK(status([&] { single<deployment>(create_deployment(json::object{{"image", "i"}})); }) == 400);
    CHECK(status([&] { log(deployment_log_filter("code")); }) == 404);
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: finetunes, and no other runs among them") {
    server.add_run("other");
    auto wanted = tuned().task_type("CHAT_COMPLETION").learning_rate(5e-7).context_length(2048);
    wanted.set("eval_prompts", json::array{"Hello?", "Who?"}).set("experiment_tracker.mlflow.experiment_path", "path");
    const auto made = single<finetune>(create_finetune(wanted));
    CHECK(made.name == "finetune-2");
    CHECK(made.status == run_status::pending);
    CHECK(made.created_by_email == "ada@example.com");
    CHECK(made.created_by_id == single<user>(get_current_user()).id);
    CHECK(made.started_at == std::nullopt);
    const auto& details = made.details.value();
    CHECK(details.model == "mpt-7b");
    CHECK(details.task_type == "CHAT_COMPLETION");
    CHECK(details.train_data_path == "s3://data");
    CHECK(details.eval_prompts == json::value(json::array{"Hello?", "Who?"}));
    CHECK(details.learning_rate == 5e-7);
    CHECK(details.context_length == 2048);
    CHECK(details.experiment_tracker.at("mlflow").at("experimentPath") == "path");
    CHECK(list<formatted_run_event>(get_finetune_events("finetune-2")).at(0).event_type == "PENDING");
    for (int i = 0; i < 2; ++i) single<finetune>(create_finetune(tuned()));
    CHECK(paged<finetune>(get_finetunes(finetune_filter("finetune-3"))).at(0).details == std::nullopt);
    CHECK(paged<finetune>(get_finetunes(finetune_filter("finetune-3").include_details(true))).at(0).details->model ==
          "mpt-7b");

    CHECK(paged_names<finetune>(get_finetunes(finetune_filter().limit(2))) ==
          strings{"finetune-4", "finetune-3", "finetune-2"});
    server.set_run_status("finetune-4", "RUNNING");
    CHECK(paged_names<finetune>(get_finetunes(finetune_filter().statuses({run_status::running}))) ==
          strings{"finetune-4"});

    const auto stopped = only<finetune>(stop_finetunes(finetune_filter("finetune-4"), "enough"));
    CHECK(stopped.status == run_status::stopped);
    CHECK(stopped.reason == "enough");
    CHECK(stopped.started_at.has_value());
    CHECK(stopped.completed_at == stopped.updated_at);
    CHECK(only<finetune>(stop_finetunes(finetune_filter("finetune-3"))).reason == std::nullopt);
    CHECK(list<finetune>(stop_finetunes(finetune_filter("other"))).empty());

    CHECK(only<finetune>(delete_finetunes(finetune_filter("finetune-3"))).is_deleted);
    CHECK(list<finetune>(delete_finetunes(finetune_filter("finetune-3"))).empty());
    CHECK(paged_names<finetune>(get_finetunes()) == strings{"finetune-4", "finetune-2"});
    CHECK(paged_names<finetune>(get_finetunes(finetune_filter("finetune-3").include_deleted(true))) ==
          strings{"finetune-3"});
    CHECK(paged_names<run>(get_runs(run_filter().run_types({mapi::run_type::finetuning}))).size() == 2);
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: pretraining runs and code") {
    const auto train =
        pretrain_config::from_yaml("model: m\ntrain_data: [s3://a]\nsave_folder: s3://x\n"
                                   "compute: {cluster: r1z1, gpus: 16}\nparameters: {context_length: 8}");
    const auto made = single<run>(create_pretrain(train));
    CHECK(made.run_type == mapi::run_type::pretraining);
    CHECK(made.gpus == 16);
    CHECK(made.details.value().original_run_input.at("parameters").at("contextLength") == 8);
    const auto judged = single<code_eval_output>(
        get_code_eval_output({{"print(4)", "", "4", "f", "python"}, {"print(4)", "", "5", "f", "python"}}));
    CHECK(judged.data == std::vector<bool>{true, false});
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: secrets of every type") {
    const auto made = single<secret>(create_secret(new_secret::environment("s", "K", "v")));
    CHECK(made.name == "s");
    CHECK(made.secret_type == secret_type::environment_variable);
    CHECK(made.key() == "K");
    CHECK(made.created_at.has_value());
    CHECK(only<secret>(get_secrets(secret_filter("s"))).created_at == made.created_at);
    CHECK(list<secret>(get_secrets(secret_filter().types({"S3"}))).empty());
    CHECK(only<secret>(delete_secrets(secret_filter("s"))).name == "s");
    CHECK(list<secret>(get_secrets()).empty());
    const auto type = [&](const new_secret& wanted) { return single<secret>(create_secret(wanted)).secret_type; };
    CHECK(type(new_secret::hugging_face("1", "t")) == secret_type::hugging_face);
    CHECK(type(new_secret::mounted("2", "v")) == secret_type::mounted);
    CHECK(type(new_secret::ssh("3", "v")) == secret_type::ssh);
    CHECK(type(new_secret::git("4", "v")) == secret_type::git);
    CHECK(type(new_secret::sftp("5", "v")) == secret_type::sftp);
    CHECK(type(new_secret::gcp("6", "v")) == secret_type::gcp);
    CHECK(type(new_secret::docker_registry("7", "u", "p", "e", "s")) == secret_type::docker_registry);
    CHECK(type(new_secret::s3("8", "c", "c")) == secret_type::s3);
    CHECK(type(new_secret::oci("9", "k", "c")) == secret_type::oci);
    CHECK(type(new_secret::databricks("10", "h", "t")) == secret_type::databricks);
    CHECK(only<secret>(get_secrets(secret_filter("2"))).mount_path() == "/secrets/2");
    CHECK(only<secret>(get_secrets(secret_filter("8"))).mount_directory() == "/secrets/8");
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: clusters, and what keeps them busy") {
    CHECK(names(list<cluster>(get_clusters())) == strings{"r1z1", "r2z1"});
    CHECK(only<cluster>(get_clusters(cluster_filter().submission_type("INFERENCE"))).name == "r2z1");
    const auto busy = cluster_filter().names({"r1z1"}).utilization(true);
    const auto idle = only<cluster>(get_clusters(busy)).utilization.value();
    CHECK(idle.instances.at(0).gpus_total == 16);
    CHECK(idle.instances.at(0).gpus_used == 0);
    CHECK(idle.instances.at(0).instance.nodes.size() == 2);
    single<run>(create_run(config_of("works", "r1z1", 4)));
    single<run>(create_run(config_of("waits", "r1z1", 8)));
    single<run>(create_run(config_of("elsewhere", "r2z1", 1)));
    single<deployment>(create_deployment(served("chat", "r1z1", 1)));
    server.set_run_status("works", "RUNNING");
    const auto used = only<cluster>(get_clusters(busy));
    CHECK(used.instances.at(0).nodes.size() == 2);
    const auto& use = used.utilization.value();
    CHECK(names(use.active_runs) == strings{"works"});
    CHECK(names(use.queued_runs) == strings{"waits"});
    CHECK(names(use.active_deployments) == strings{"chat"});
    CHECK(use.queued_deployments.empty());
    CHECK(use.active_runs[0].user == "ada@example.com");
    CHECK(use.active_runs[0].preemptible);
    CHECK(use.instances.at(0).gpus_used == 5);
    CHECK(use.instances.at(0).gpus_available == 11);
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: users") {
    const auto me = single<user>(get_current_user());
    CHECK(me.email == "ada@example.com");
    CHECK(names(list<user>(get_users())) == strings{"Ada", "Charles", "Grace", "Zoë"});
    CHECK(only<user>(get_users(user_filter().ids({me.id}))).name == "Ada");
    const auto grace = only<user>(get_users(user_filter().emails({"grace@example.com"})));
    REQUIRE(grace.organizations.size() == 2);
    CHECK(grace.organizations[1].is_databricks_internal);
    CHECK(names(list<user>(get_users(user_filter().organization_ids({me.organizations.at(0).id})))) ==
          strings{"Ada", "Charles", "Grace"});
    CHECK(list<user>(get_users(user_filter().organization_ids({}))).empty());
}
