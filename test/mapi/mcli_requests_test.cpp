/// What the original sends, as recorded from it: facts of its names and shapes, no text of it. Ours sends the same, and
/// the built-in server understands it.
#include "support.hpp"

#include "language/syntax/parse.hpp"
#include "testing/graphql/executor.hpp"
#include "testing/mapi/schema.hpp"

#include <corogql/mapi/clusters.hpp>
#include <corogql/mapi/code_eval.hpp>
#include <corogql/mapi/deployments.hpp>
#include <corogql/mapi/finetunes.hpp>
#include <corogql/mapi/paginated_object_list.hpp>
#include <corogql/mapi/run_streams.hpp>
#include <corogql/mapi/runs.hpp>
#include <corogql/mapi/secrets.hpp>
#include <corogql/mapi/users.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace corogql;
using namespace corogql::mapi;
namespace builtin = corogql::testing;

namespace {

std::ifstream open(const char* name) {
    const char* folder = std::getenv("EXCHANGES");
    std::ifstream file(std::string(folder ? folder : ".") + "/mcli/" + name);
    REQUIRE(file.good());
    return file;
}

/// All that the original sends and selects; `Any` stands where it shows no type.
std::string lower_bound() {
    auto file = open("schema-lower-bound.graphql");
    return {std::istreambuf_iterator<char>(file), {}};
}

run_config small_run(const std::string& name, const std::string& image, const std::string& command) {
    return run_config().name(name).image(image).command(command);
}

json::object json_of(const char* text) { return json::parse(text).as_object(); }

/// Our calls, in the order of the recorded ones.
std::vector<operation> our_calls() {
    const run_filter sample("sample-25");
    const std::vector<std::string> ada{"ada@example.com"};
    auto full = small_run("one", "mosaicml/pytorch:latest", " echo hi\n").cluster("r1z1").gpus(8).gpu_type("a100_80gb");
    full.priority("low").preemptible(true).max_retries(2).max_duration(1.5).env_variable("A", "b");
    full.set("integrations", json::parse(R"([{"integration_type": "git_repo", "git_repo": "a/b"}])"));
    full.parameters({{"x", 1}}).metadata({{"m", 1}});
    auto narrow = run_filter();
    narrow.created_before("2030-01-01")
        .created_after("2000-01-01")
        .statuses({run_status::pending, run_status::running});
    narrow.clusters({"r1z1"}).gpu_types({"a100_80gb"}).gpu_nums({8}).run_types({mapi::run_type::training});
    narrow.include_deleted(true).include_details(true);
    auto working = run_filter().statuses({run_status::starting, run_status::running});
    working.clusters({"r1z1"}).run_types({mapi::run_type::interactive});
    auto serve =
        deployment_config().name("dep").image("a/b:c").command("serve").cluster("r1z1").gpus(1).gpu_type("a10");
    auto tune =
        finetune_config("mosaicml/mpt-7b", "mosaicml/dolly", "s3://x/y").training_duration("1ep").learning_rate(1e-6);
    tune.set("experiment_tracker.wandb", json_of(R"({"project": "p", "entity": "e"})"));
    const auto train = pretrain_config::from_yaml("model: mosaicml/mpt-7b\ntrain_data: {a: {proportion: 1.0}}\n"
                                                  "save_folder: s3://x\ncompute: {}\n");
    const auto busy = cluster_filter().utilization(true);
    const auto one_busy = cluster_filter().names({"r1z1"}).utilization(true);
    const deployment_filter dep("dep");
    auto sample_3 = run_filter("sample-3").limit(std::nullopt).include_details(true);
    return {
        create_run(full),
        create_interactive_run(small_run("int", "a:b", "sleep 1").gpus(1), 3600),
        get_runs(),
        get_runs(narrow),
        get_runs(run_filter().user_emails(ada)),
        operation_for_page(get_runs(run_filter().limit(2)), "00000001-0000-4000-8000-000000000024", {}),
        get_run("sample-25", false),
        update_run("sample-25", run_update().preemptible(false).priority("lowest").max_retries(1).max_duration(2)),
        update_run_metadata("sample-25", {{"k", "v"}, {"n", std::nan("")}}),
        create_run_event("sample-25", "X", {{"a", 1}}),
        get_run_debug_info("sample-25"),
        get_run("sample-25"),
        stop_runs(sample, "enough"),
        start_runs(sample),
        create_run(small_run("cl", "mosaicml/pytorch:latest", "")),
        delete_runs(sample),
        get_clusters(),
        get_clusters(busy),
        get_clusters(one_busy),
        get_clusters(cluster_filter().names({"r1z1"})),
        create_secret(new_secret::environment("s1", "KEY", "V")),
        create_secret(new_secret::s3("s2", "c", "d", "/m")),
        create_secret(new_secret::docker_registry("s3", "u", "p", "e", "s")),
        create_secret(new_secret::ssh("s4", "v", "/x")),
        get_secrets(),
        get_secrets(secret_filter().types({std::string(to_mapi_word(secret_type::environment_variable))})),
        delete_secrets(secret_filter("s1")),
        create_deployment(serve),
        get_deployments(),
        get_deployments(dep),
        update_deployments(dep, {{"image", "x/y:z"}, {"replicas", 2}}),
        stop_deployments(dep),
        delete_deployments(dep),
        create_finetune(tune),
        get_finetunes(),
        get_finetunes(finetune_filter().include_details(true)),
        create_pretrain(train),
        get_code_eval_output({{"x", "1", "1", "f", "python"}}),
        get_users(),
        get_users(user_filter().emails(ada)),
        get_current_user(),
        get_organizations(),
        get_runs(run_filter(sample_3).include_deleted(true)),
        get_clusters(cluster_filter().submission_type("TRAINING")),
        get_runs(sample_3),
        update_run("sample-4", run_update().priority("low")),
        create_run(small_run("yy", "mosaicml/pytorch:latest", "echo hi").cluster("r1z1").gpus(8)),
        get_clusters(busy),
        get_clusters(one_busy),
        get_runs(run_filter().organization_ids({"00000005-0000-4000-8000-000000000001"})),
        get_finetunes(finetune_filter().limit(50).user_emails(ada)),
        get_runs(working),
        create_interactive_run(small_run("interactive", "mosaicml/pytorch", "").cluster("r1z1").gpus(1), 3600),
        update_deployments(dep, {{"replicas", 2}}),
    };
}

/// What the recorded ones leave out.
std::vector<operation> further_calls() {
    const run_filter a("a");
    const finetune_filter f("f");
    auto logs = log_filter("a");
    logs.follow(true).exception_only(true).node_rank(0).local_gpu_rank(1).attempt(3).tail(4).container("MAIN").offset(
        5);
    auto served = deployment_filter("chat");
    served.statuses({"READY"}).clusters({"c"}).gpu_types({"g"}).gpu_nums({1}).include_deleted(true);
    auto served_log = deployment_log_filter("chat");
    served_log.follow(true).failed(true).restart(1).tail(2).offset(3);
    std::vector<operation> calls{stop_runs(a),
                                 create_interactive_run(small_run("b", "i", "")),
                                 start_runs(run_filter("a").include_deleted(true)),
                                 watch_run_status("a"),
                                 get_run_logs(logs),
                                 get_run_logs(log_filter("a").failed(true)),
                                 get_run_logs(log_filter("a").global_gpu_rank(2)),
                                 get_deployments(served),
                                 get_deployment_logs(served_log),
                                 get_finetunes(finetune_filter("f").statuses({run_status::completed})),
                                 get_finetune_events("f"),
                                 stop_finetunes(f),
                                 stop_finetunes(f, "enough"),
                                 delete_finetunes(f),
                                 get_users(user_filter().ids({"i"}).organization_ids({"o"}))};
    for (const auto& made : {new_secret::hugging_face("n", "t"), new_secret::mounted("n", "v"),
                             new_secret::git("n", "v"), new_secret::sftp("n", "v"), new_secret::gcp("n", "v"),
                             new_secret::oci("n", "k", "c"), new_secret::databricks("n", "h", "t")})
        calls.push_back(create_secret(made));
    return calls;
}

json::object types_of_variables(const language::operation& from) {
    json::object types;
    for (const auto& variable : from.variables) types[variable.name.text] = variable.type.text();
    return types;
}

/// Whether a value of one type may stand where the other is expected, names of scalars aside.
void check_fits(const language::schema& ours, const language::schema& theirs, const std::string& field,
                const language::type_reference& our_type, const language::type_reference& their_type) {
    CAPTURE(field);
    const auto* our = ours.find(our_type);
    const auto* their = theirs.find(their_type);
    REQUIRE(our);
    REQUIRE(their);
    if (their->is_leaf()) return;
    REQUIRE(our->kind == their->kind);
    if (their->kind == language::type_kind::input) {
        CHECK(our->name.text == their->name.text); // documents declare it
        for (const auto& input : their->inputs) {
            const auto place = std::string(their->name.text) + '.' + std::string(input.name.text);
            CAPTURE(place);
            const auto found = std::find_if(our->inputs.begin(), our->inputs.end(),
                                            [&](const auto& each) { return each.name.text == input.name.text; });
            REQUIRE(found != our->inputs.end());
            if (!ours.find(found->type)->is_leaf()) check_fits(ours, theirs, place, found->type, input.type);
        }
        return;
    }
    for (const auto& wanted : their->fields) {
        const auto place = std::string(their->name.text) + '.' + std::string(wanted.name.text);
        CAPTURE(place);
        const auto* known = our->field(wanted.name.text);
        REQUIRE(known);
        CHECK((known->type.is_list() || !wanted.type.is_list())); // what it selects from is a list where it expects one
        check_fits(ours, theirs, place, known->type, wanted.type);
        for (const auto& argument : wanted.arguments) {
            const auto found = std::find_if(known->arguments.begin(), known->arguments.end(),
                                            [&](const auto& each) { return each.name.text == argument.name.text; });
            REQUIRE(found != known->arguments.end());
            check_fits(ours, theirs, place, found->type, argument.type);
        }
    }
}

} // namespace

TEST_CASE("mapi as mcli: each recorded request is what our own call sends") {
    auto file = open("requests.jsonl");
    const auto calls = our_calls();
    std::size_t number = 0;
    for (std::string line; std::getline(file, line); ++number) {
        CAPTURE(number);
        REQUIRE(number < calls.size());
        const auto recorded = json::parse(line).as_object();
        const auto& ours = calls[number];
        const auto document = language::parse(ours.query());
        REQUIRE(document.operations.size() == 1);
        CHECK(text_of(document.operations[0].kind) == std::string_view(recorded.at("operation").as_string()));
        CHECK(ours.function() == std::string(recorded.at("root").as_string()));
        CHECK(types_of_variables(document.operations[0]) == recorded.at("variable_types").as_object());
        INFO("recorded " << json::serialize(recorded.at("variables")));
        INFO("ours     " << json::serialize(ours.variables()));
        CHECK(json::value(ours.variables()) == recorded.at("variables"));
    }
    CHECK(number == calls.size());
}

TEST_CASE("mapi as mcli: every document is valid for all that is known of the real schema, and for the built-in one") {
    const builtin::graphql_executor known{builtin::served_schema(lower_bound())};
    const builtin::graphql_executor own{builtin::served_schema(std::string(builtin::mapi_schema_text()))};
    auto calls = our_calls();
    for (auto& call : further_calls()) calls.push_back(std::move(call));
    for (const auto& call : calls) {
        CAPTURE(call.query());
        CAPTURE(json::serialize(call.variables()));
        builtin::graphql_request request;
        request.query = call.query();
        request.variables = call.variables();
        for (const auto* schema : {&known, &own}) {
            try {
                const auto prepared = schema->prepare(request);
                CHECK(prepared.root_fields() == std::vector<std::string>{call.function()});
            } catch (const builtin::request_error& refused) {
                FAIL_CHECK(refused.what());
            }
        }
    }
}

TEST_CASE("mapi as mcli: the built-in server's schema contains all that is known of the real one") {
    const language::schema theirs(language::parse(lower_bound()));
    const language::schema ours(language::parse(std::string(builtin::mapi_schema_text())));
    for (const auto* root : {"Query", "Mutation", "Subscription"}) {
        language::type_reference type;
        type.name = root;
        check_fits(ours, theirs, root, type, type);
    }
}

TEST_CASE("mapi as mcli: conditions of logs that exclude each other are refused") {
    const auto refused = [](log_filter which) {
        try {
            get_run_logs(which);
        } catch (const error& failure) {
            return failure.kind() == error_kind::usage;
        }
        return false;
    };
    CHECK(refused(log_filter("a").failed(true).node_rank(0)));
    CHECK(refused(log_filter("a").failed(true).global_gpu_rank(0)));
    CHECK(refused(log_filter("a").local_gpu_rank(0).global_gpu_rank(0)));
    CHECK(refused(log_filter("a").node_rank(0).global_gpu_rank(0)));
    CHECK(refused(log_filter("a").local_gpu_rank(0).container("INIT")));
    CHECK(refused(log_filter("a").global_gpu_rank(0).container("INIT")));
    CHECK_FALSE(refused(log_filter("a").node_rank(1).local_gpu_rank(0).container("MAIN")));
}
