/// Every call of the MAPI engine once, as docs/mapi-from-python.md has them beside Python's.
#include <corogql/mapi/clusters.hpp>
#include <corogql/mapi/code_eval.hpp>
#include <corogql/mapi/config.hpp>
#include <corogql/mapi/connection.hpp>
#include <corogql/mapi/deployments.hpp>
#include <corogql/mapi/finetunes.hpp>
#include <corogql/mapi/inference.hpp>
#include <corogql/mapi/log_stream.hpp>
#include <corogql/mapi/return_response.hpp>
#include <corogql/mapi/run_streams.hpp>
#include <corogql/mapi/runs.hpp>
#include <corogql/mapi/secrets.hpp>
#include <corogql/mapi/sigterm.hpp>
#include <corogql/mapi/singleton.hpp>
#include <corogql/mapi/users.hpp>
#include <corogql/mapi/wait_for_run.hpp>
#include <corogql/testing/mapi_server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <filesystem>
#include <iostream>

using namespace corogql::mapi;
using namespace std::chrono_literals;
namespace asio = boost::asio;

asio::awaitable<void> runs(connection api) {
    auto config = run_config().name("a").image("ubuntu").command("true").cluster("r1z1").gpus(8);
    auto copied = run_config::from_yaml("{name: b, image: ubuntu, command: 'true', compute: {cluster: r1z1, gpus: 8}}");
    co_await api.run_singular<run>(create_run(config));
    co_await api.run_singular<run>(create_run(copied));
    co_await api.run_singular<run>(create_interactive_run(config.name("i"), 3600));

    auto found = co_await api.run_paginated<run>(get_run("a"));
    auto mine = first_of(found, run_not_found("a"));
    co_await api.run_singular<run>(create_run(run_config::of(mine).name("c")));
    std::cout << mine.display_name() << ' ' << mine.resumption_count() << ' ' << mine.gpu_hours() << '\n';

    const auto wanted = run_filter().statuses({run_status::running, run_status::pending}).clusters({"r1z1"}).limit(2);
    auto page = co_await api.run_paginated<run>(get_runs(wanted));
    while (page.has_next_page()) page = co_await page.next_page();

    auto changes = run_update().priority("low").preemptible(true).max_retries(3).max_duration(1.5);
    co_await api.run_singular<run>(update_run("a", changes));
    json::object metadata;
    metadata["step"] = 7;
    co_await api.run_singular<run>(update_run_metadata("a", metadata));
    co_await api.run_singular<run_event>(create_run_event("a", "CUSTOM", metadata));
    co_await api.run_plural<run_debug_info>(get_run_debug_info("a"));

    co_await wait_for_run_status(api, "a", run_status::running);
    auto statuses = subscribe<run_status>(api, watch_run_status("a"));
    while (auto status = co_await statuses.next())
        if (is_terminal(*status)) break;
    log_stream log(api, log_filter("a").node_rank(0).attempt(0).tail(10));
    while (auto text = co_await log.next()) std::cout << *text;
    log_stream following(api, log_filter("a").follow(true));
    co_await following.next();

    const auto several = run_filter().names({"a", "b"});
    co_await api.run_plural<run>(stop_runs(several, "enough"));
    co_await api.run_plural<run>(start_runs(several));
    co_await api.run_plural<run>(delete_runs(run_filter("a")));
}

asio::awaitable<void> deployments(connection api) {
    auto config = deployment_config().name("chat").image("a/b:c").command("serve").cluster("r1z1").gpus(1);
    auto made = co_await api.run_singular<deployment>(create_deployment(config));
    json::object model{{"model_type", "mpt"}, {"checkpoint_path", json::object{{"hf_path", "mosaicml/mpt-7b"}}}};
    config.name("default").set("default_model", model);
    co_await api.run_singular<deployment>(create_deployment(config));

    auto found = co_await api.run_plural<deployment>(get_deployments(deployment_filter("chat")));
    std::cout << first_of(found, deployment_not_found("chat")).ready_replicas() << '\n';
    json::object changes;
    changes["replicas"] = 2;
    co_await api.run_plural<deployment>(update_deployments(deployment_filter("chat"), changes));
    log_stream log(api, deployment_log_filter("chat").restart(0).tail(10));
    while (auto text = co_await log.next()) std::cout << *text;
    co_await api.run_plural<deployment>(stop_deployments(deployment_filter("chat")));
    co_await api.run_plural<deployment>(delete_deployments(deployment_filter("chat")));
}

asio::awaitable<void> inference(connection api, std::string chat) {
    json::object inputs;
    inputs["prompt"] = "hi";
    co_await ping(api, chat);
    co_await predict(api, chat, inputs);
    auto pieces = predict_stream(api, chat, inputs);
    while (auto piece = co_await pieces.next()) std::cout << *piece << '\n';
}

asio::awaitable<void> training(connection api) {
    auto config = finetune_config("mosaicml/mpt-7b", "s3://data", "s3://out").training_duration("2ep");
    auto tuned = co_await api.run_singular<finetune>(create_finetune(config));
    const auto mine = finetune_filter(tuned.name).include_details(true);
    co_await api.run_paginated<finetune>(get_finetunes(mine));
    co_await api.run_plural<formatted_run_event>(get_finetune_events(tuned.name));
    co_await api.run_plural<finetune>(stop_finetunes(finetune_filter(tuned.name), "enough"));
    co_await api.run_plural<finetune>(delete_finetunes(finetune_filter(tuned.name)));
    auto pretraining = pretrain_config::from_yaml("{model: m, train_data: [s3://a], save_folder: s3://s, compute: {}}");
    co_await api.run_singular<run>(create_pretrain(pretraining));
}

asio::awaitable<void> others(connection api) {
    auto found = co_await api.run_plural<cluster>(get_clusters(cluster_filter("r1z1").utilization(true)));
    co_await api.run_plural<cluster>(get_clusters());

    co_await api.run_singular<secret>(create_secret(new_secret::environment("token", "TOKEN", "value")));
    co_await api.run_plural<secret>(get_secrets(secret_filter("token")));
    co_await api.run_plural<secret>(delete_secrets(secret_filter("token")));

    co_await api.run_singular<user>(get_current_user());
    co_await api.run_plural<user>(get_users());
    co_await api.run_plural<organization>(get_organizations());
    std::vector<code_eval_input> tries(1);
    tries.front().language = "python";
    co_await api.run_singular<code_eval_output>(get_code_eval_output(tries));
}

void blocking(connection api) {
    auto run_now = get_return_response(api.start_paginated<run>(get_runs()), wait_options().timeout(10s));
    std::cout << run_now.to_table();
    auto later = api.start_plural<cluster>(get_clusters());
    later.cancel();
    try {
        later.get();
    } catch (const std::exception&) {
        std::cout << "cancelled\n";
    }
    try {
        api.start_plural<run>(stop_runs(run_filter("nobody"))).get();
    } catch (const mapi_error& refused) {
        std::cout << refused.status() << ' ' << refused.message() << '\n';
    }
    const connection::scope all_of_this(api);
    connection::current().start_plural<cluster>(get_clusters()).get();
    api.run_in_threadpool([](int value) { return value + 1; }, 1).get();
    set_protecting_sigterm_handler();
}

void configure(const std::filesystem::path& file) {
    auto settings = config::load(file);
    settings.set_key_for(mode::prod, "key");
    settings.save(file);
}

int main() {
    namespace testing = corogql::testing;
    testing::mapi_server server(testing::mapi_options().pace(1ms));
    connection api(connection_options().endpoint(server.url()).api_key("key"));
    const auto wait_for = [&](asio::awaitable<void> calls) {
        asio::co_spawn(api.executor(), std::move(calls), asio::use_future).get();
    };
    wait_for(runs(api));
    wait_for(deployments(api));
    wait_for(training(api));
    wait_for(others(api));
    blocking(api);
    server.inject(testing::fault::on_request().answer(200, "{\"outputs\": [1]}").times(3));
    wait_for(inference(api, server.url())); // the server stands in for a deployment
    const auto file = std::filesystem::temp_directory_path() / ("mapi-calls-" + std::to_string(server.port()));
    configure(file);
    std::filesystem::remove(file);
    return server.record().executed("createRun") == 3 ? 0 : 1;
}
