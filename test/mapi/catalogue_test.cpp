/// Every operation once, over real sockets: the server knows it, and its answer is a model.
#include "support.hpp"

#include <corogql/mapi/clusters.hpp>
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
    testing::server server;
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
    strings paged_names(operation what) {
        page_items<T> items(connection.start_paginated<T>(std::move(what)).get());
        strings names;
        while (auto item = items.get_next()) names.push_back(item->name);
        return names;
    }
    template <class Filter>
    std::string log(const Filter& which) {
        log_stream pieces(connection, which);
        std::string text;
        while (auto piece = pieces.get_next()) text += *piece;
        return text;
    }
};

template <class T>
strings names(const std::vector<T>& items) {
    strings list;
    for (const auto& item : items) list.push_back(item.name);
    return list;
}

json::object run_data(const char* name, const char* cluster, int gpus) {
    return {{"runName", name},
            {"image", "mosaicml/pytorch"},
            {"compute", {{"cluster", cluster}, {"gpus", gpus}}},
            {"scheduling", {{"priority", "low"}, {"preemptible", true}}},
            {"metadata", {{"loss", 1.5}}}};
}

json::object deployment_data(const char* name, const char* cluster, int gpus) {
    return {{"name", name},
            {"image", "mosaicml/inference"},
            {"replicas", 2},
            {"compute", {{"cluster", cluster}, {"gpus", gpus}, {"gpuType", "a10"}}}};
}

} // namespace

TEST_CASE_FIXTURE(fixture, "mapi catalogue: runs are made, found and described") {
    const auto made = single<run>(create_run(run_data("a", "r1z1", 16)));
    CHECK(made.name == "a");
    CHECK(made.status == run_status::pending);
    CHECK(made.run_type == mapi::run_type::training);
    CHECK(made.cluster == "r1z1");
    CHECK(made.gpus == 16);
    CHECK(made.priority == "low");
    CHECK(made.preemptible);
    CHECK(made.details.value().original_run_input.at("image") == "mosaicml/pytorch");
    const auto interactive = single<run>(create_interactive_run(run_data("b", "r2z1", 1)));
    CHECK(interactive.run_type == mapi::run_type::interactive);

    CHECK(only<run>(get_run("a")).id == made.id);
    CHECK(list<run>(get_run("c")).empty());
    CHECK(paged_names<run>(get_runs(run_filter().limit(1))) == strings{"b", "a"});
    CHECK(paged_names<run>(get_runs(run_filter().gpu_nums({16, 32}))) == strings{"a"});
    CHECK(paged_names<run>(get_runs(run_filter().clusters({"r2z1"}))) == strings{"b"});
    CHECK(paged_names<run>(get_runs(run_filter().user_emails({made.created_by_email}))) == strings{"b", "a"});
    CHECK(paged_names<run>(get_runs(run_filter().user_emails({"grace@example.com"}))).empty());

    const auto info = only<run_debug_info>(get_run_debug_info("a"));
    CHECK(info.id == made.id);
    CHECK(info.created_at == made.created_at);
    REQUIRE(info.status_updates.size() == 1);
    CHECK(info.status_updates[0].status == run_status::pending);
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: runs are changed, stopped, started and deleted") {
    single<run>(create_run(run_data("a", "r1z1", 8)));
    single<run>(create_run(run_data("b", "r1z1", 8)));
    const run_filter a("a");
    const auto updated = single<run>(update_run("a", run_update().max_retries(3).max_duration_seconds(60)));
    CHECK(updated.max_retries == 3);
    CHECK(updated.max_duration_seconds == 60);
    const auto described = single<run>(update_run_metadata("a", {{"step", 7}})).details.value();
    CHECK(described.metadata == json::object{{"loss", 1.5}, {"step", 7}});

    const auto stopped = only<run>(stop_runs(a, "enough"));
    CHECK(stopped.status == run_status::stopped);
    CHECK(stopped.reason == "enough");
    CHECK(stopped.ended_at.has_value());
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
    CHECK(statuses.get_next() == run_status::completed);
    CHECK(statuses.get_next() == std::nullopt);
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: inference deployments") {
    const auto made = single<deployment>(create_deployment(deployment_data("chat", "r1z1", 1)));
    CHECK(made.cells() == strings{"chat", "READY", "2024-01-01T00:00:00.000Z", "r1z1"});
    CHECK(made.public_dns == "chat.example.com");
    CHECK(made.created_by_email == "ada@example.com");
    CHECK(made.current_version == 1);
    CHECK(made.deleted_at == std::nullopt);
    REQUIRE(made.replicas.size() == 2);
    CHECK(made.replicas[1].name == "chat-1");
    CHECK(made.replicas[1].latest_restart_at == std::nullopt);
    single<deployment>(create_deployment(deployment_data("code", "r2z1", 4)));
    const deployment_filter chat("chat");

    CHECK(names(list<deployment>(get_deployments())) == strings{"code", "chat"});
    CHECK(only<deployment>(get_deployments(chat)).id == made.id);
    CHECK(only<deployment>(get_deployments(deployment_filter().clusters({"r1z1"}))).id == made.id);
    CHECK(only<deployment>(get_deployments(deployment_filter().gpu_nums({1, 2}))).id == made.id);
    CHECK(list<deployment>(get_deployments(deployment_filter().gpu_types({"a10"}))).size() == 2);
    CHECK(list<deployment>(get_deployments(deployment_filter().statuses({"FAILED"}))).empty());

    const auto updated = only<deployment>(update_deployments(chat, {{"replicas", 1}}));
    CHECK(updated.current_version == 2);
    CHECK(updated.input.at("replicas") == 1);
    CHECK(updated.original_input.at("replicas") == 2);
    REQUIRE(updated.replicas.size() == 1);
    CHECK(updated.replicas[0].latest_restart_count == 1);
    CHECK(updated.replicas[0].latest_restart_at == updated.updated_at);

    const auto deleted = only<deployment>(delete_deployments(chat));
    CHECK(deleted.deleted_at == deleted.updated_at);
    CHECK(names(list<deployment>(get_deployments())) == strings{"code"});
    CHECK(list<deployment>(get_deployments(deployment_filter().include_deleted(true))).size() == 2);
    CHECK(list<deployment>(delete_deployments(chat)).empty());
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: a deployment's log, which ends with it") {
    single<deployment>(create_deployment(deployment_data("chat", "r1z1", 1)));
    CHECK(server.append_log("chat", "GET / → 200\n"));
    CHECK(log(deployment_log_filter("chat")) == "chat: version 1 is ready ✓\nGET / → 200\n");
    CHECK(log(deployment_log_filter("chat").tail(1).restart(0)) == "GET / → 200\n");

    log_stream followed(connection, deployment_log_filter("chat").follow(true).offset(29));
    CHECK(followed.get_next() == "GET / → 200\n");
    only<deployment>(update_deployments(deployment_filter("chat"), {{"replicas", 1}}));
    CHECK(followed.get_next() == "chat: version 2 is ready ✓\n");
    only<deployment>(delete_deployments(deployment_filter("chat")));
    CHECK(followed.get_next() == std::nullopt);
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: deployments that there are already, or not at all") {
    const auto status = [&](auto&& call) { return test::caught_as<mapi_error>(call).status(); };
    single<deployment>(create_deployment(deployment_data("chat", "r1z1", 1)));
    CHECK(status([&] { single<deployment>(create_deployment(deployment_data("chat", "r1z1", 1))); }) == 409);
    CHECK(status([&] { single<deployment>(create_deployment({{"image", "i"}})); }) == 400);
    CHECK(status([&] { log(deployment_log_filter("code")); }) == 404);
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: finetunes, and no other runs among them") {
    server.add_run("other");
    const auto made = single<finetune>(create_finetune({{"model", "mpt-7b"},
                                                        {"taskType", "CHAT"},
                                                        {"trainDataPath", "s3://data"},
                                                        {"evalPrompts", {"Hello?", "Who?"}},
                                                        {"learningRate", 5e-7},
                                                        {"contextLength", 2048},
                                                        {"experimentTracker", {{"mlflow", "path"}}}}));
    CHECK(made.name == "finetune-2");
    CHECK(made.status == run_status::pending);
    CHECK(made.created_by_email == "ada@example.com");
    CHECK(made.created_by_id == single<user>(get_current_user()).id);
    CHECK(made.started_at == std::nullopt);
    CHECK(made.details.model == "mpt-7b");
    CHECK(made.details.task_type == "CHAT");
    CHECK(made.details.train_data_path == "s3://data");
    CHECK(made.details.eval_prompts == strings{"Hello?", "Who?"});
    CHECK(made.details.learning_rate == 5e-7);
    CHECK(made.details.context_length == 2048);
    CHECK(made.details.experiment_tracker.at("mlflow") == "path");
    CHECK(made.details.events.at(0).event_type == "PENDING");
    for (const auto* name : {"b", "c"}) single<finetune>(create_finetune({{"name", name}, {"model", "m"}}));

    CHECK(paged_names<finetune>(get_finetunes(finetune_filter().limit(2))) == strings{"c", "b", "finetune-2"});
    server.set_run_status("c", "RUNNING");
    CHECK(paged_names<finetune>(get_finetunes(finetune_filter().statuses({run_status::running}))) == strings{"c"});

    const auto stopped = only<finetune>(stop_finetunes(finetune_filter("c"), "enough"));
    CHECK(stopped.status == run_status::stopped);
    CHECK(stopped.reason == "enough");
    CHECK(stopped.started_at.has_value());
    CHECK(stopped.completed_at == stopped.updated_at);
    CHECK(only<finetune>(stop_finetunes(finetune_filter("b"))).reason == std::nullopt);
    CHECK(list<finetune>(stop_finetunes(finetune_filter("other"))).empty());

    CHECK(only<finetune>(delete_finetunes(finetune_filter("b"))).is_deleted);
    CHECK(list<finetune>(delete_finetunes(finetune_filter("b"))).empty());
    CHECK(paged_names<finetune>(get_finetunes()) == strings{"c", "finetune-2"});
    CHECK(paged_names<finetune>(get_finetunes(finetune_filter("b").include_deleted(true))) == strings{"b"});
    CHECK(paged_names<run>(get_runs(run_filter().run_types({mapi::run_type::finetuning}))).size() == 2);
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: secrets") {
    const auto made =
        single<secret>(create_secret({{"name", "s"}, {"type", "ENV"}, {"value", "v"}, {"metadata", {{"key", "K"}}}}));
    CHECK(made.name == "s");
    CHECK(made.secret_type == "ENV");
    CHECK(made.metadata.at("key") == "K");
    CHECK(made.created_at.has_value());
    CHECK(only<secret>(get_secrets(secret_filter("s"))).created_at == made.created_at);
    CHECK(list<secret>(get_secrets(secret_filter().types({"GENERIC"}))).empty());
    CHECK(only<secret>(delete_secrets(secret_filter("s"))).name == "s");
    CHECK(list<secret>(get_secrets()).empty());
}

TEST_CASE_FIXTURE(fixture, "mapi catalogue: clusters") {
    CHECK(names(list<cluster>(get_clusters())) == strings{"r1z1", "r2z1"});
    CHECK(only<cluster>(get_clusters(cluster_filter().submission_type("INFERENCE"))).name == "r2z1");
    const auto used = only<cluster>(get_clusters(cluster_filter().names({"r1z1"}).utilization(true)));
    CHECK(used.utilization.value().instances.at(0).gpus_total == 16);
    CHECK(used.instances.at(0).nodes.size() == 2);
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
