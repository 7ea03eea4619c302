#include <corogql/mapi/deployment_config.hpp>
#include <corogql/mapi/error.hpp>
#include <corogql/mapi/finetune_config.hpp>
#include <corogql/mapi/pretrain_config.hpp>
#include <corogql/mapi/run_config.hpp>
#include <corogql/mapi/run_update.hpp>

#include "../support/caught.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace corogql;
using namespace corogql::mapi;

namespace {

const environment no_variables = fixed_environment({});

json::value input_of(const char* yaml) { return run_config::from_yaml(yaml).to_run_input(no_variables); }

/// What a field of YAML is in JSON.
std::string field(const std::string& yaml) {
    return json::serialize(run_config::from_yaml("f: " + yaml).fields().at("f"));
}

template <class Call>
std::string refusal(Call call) {
    return test::caught_as<config_error>(call).what();
}

bool warns(const run_config& of, std::string_view words) {
    const auto all = of.warnings();
    return std::any_of(all.begin(), all.end(), [&](const auto& each) { return each.find(words) != std::string::npos; });
}

} // namespace

TEST_CASE("mapi run_config: YAML as people have it becomes MAPI's input") {
    CHECK(input_of(R"(
name: My Run!
image: mosaicml/pytorch:latest
command: |
  echo hi
  python train.py
compute: {cluster: r1z1, gpus: 8, gpu_type: a100_80gb, node_names: [a, b], nodes: null}
scheduling: {priority: low, max_retries: 2, max_duration: 1.5, retry_on_system_failure: yes, preemptible: true}
env_variables: {HOME_OF: "1", OTHER: text}
integrations:
  - integration_type: git_repo
    git_repo: org/repo
    ssh_clone: false
parameters: {snake_case: {kept_as_is: null}}
metadata: {a: 1, b: null}
dependent_deployment:
  env_variables: {A: b}
  model: {model_type: x}
)") == json::parse(R"({"runName": "my-run1", "image": "mosaicml/pytorch:latest",
  "command": "echo hi\npython train.py", "cpus": 0, "parentName": null,
  "compute": {"cluster": "r1z1", "gpus": 8, "gpuType": "a100_80gb", "nodeNames": ["a", "b"]},
  "scheduling": {"priority": "low", "maxRetries": 2, "maxDuration": 1.5, "retryOnSystemFailure": true,
    "preemptible": true},
  "envVariables": [{"envKey": "HOME_OF", "envValue": "1"}, {"envKey": "OTHER", "envValue": "text"}],
  "integrations": [{"type": "git_repo", "params": {"gitRepo": "org/repo", "sshClone": false}}],
  "parameters": {"snake_case": {"kept_as_is": null}}, "metadata": {"a": 1},
  "dependentDeployment": {"envVariables": [{"envKey": "A", "envValue": "b"}], "model": {"modelType": "x"}}})"));
}

TEST_CASE("mapi run_config: older spellings are understood, and warned of") {
    const auto older = run_config::from_yaml(R"(
name: a
image: i
cluster: r1z1
gpu_type: 100
gpu_num: 8
cpus: 4
env_variables: [{key: A, value: b}]
integrations: [{type: wandb, project: p}]
scheduling: {retryOnSystemFailure: true}
)");
    CHECK(older.to_run_input(no_variables) == json::parse(R"({"runName": "a", "image": "i", "command": "",
      "cluster": "r1z1", "gpuType": "100", "gpuNum": 8, "cpus": 4, "parentName": null, "compute": {},
      "scheduling": {"retryOnSystemFailure": true}, "envVariables": [{"envKey": "A", "envValue": "b"}],
      "integrations": [{"type": "wandb", "params": {"project": "p"}}], "parameters": {}, "metadata": {},
      "dependentDeployment": {}})")
                                                  .as_object());
    CHECK(older.warnings().size() == 5);
    CHECK(warns(older, "use compute.gpus"));
    // What the server keeps of it makes another run of the newer kind.
    const auto again = run_config::of_run_input(older.to_run_input(no_variables));
    CHECK(again.warnings().empty());
    CHECK(again.fields().at("compute") ==
          json::parse(R"({"cluster": "r1z1", "gpu_type": "100", "gpus": 8, "cpus": 4})"));
}

TEST_CASE("mapi run_config: what is not known is named, with what may have been meant") {
    const auto odd = run_config::from_yaml("nmae: a\nname: A B\ncompute: {gpsu: 1}\nscheduling: {prioritiy: low}\n");
    CHECK(warns(odd, "unknown field nmae (did you mean name?)"));
    CHECK(warns(odd, "unknown field compute.gpsu (did you mean gpus?)"));
    CHECK(warns(odd, "unknown field scheduling.prioritiy (did you mean priority?)"));
    CHECK(warns(odd, "\"A B\" becomes \"a-b\""));
    CHECK(odd.warnings().size() == 4);
}

TEST_CASE("mapi run_config: names are cleaned as Kubernetes wants them") {
    const auto name = [](const std::string& given) {
        const auto input = run_config().name(given).image("i").to_run_input(no_variables);
        return std::string(input.at("runName").as_string());
    };
    CHECK(name("fine-1") == "fine-1");
    CHECK(name("Éa_b") == "1-a1"); // as `mcli` does it, which lets no name grow
    CHECK(name("-x-") == "1-x");
    const std::string long_name(57, 'A');
    CHECK(name(long_name) == long_name); // the server will say what it thinks of it
    CHECK(name(std::string(63, 'a')) == std::string(63, 'a'));
}

TEST_CASE("mapi run_config: what cannot be sent is refused") {
    CHECK(refusal([] { run_config().name("a").to_run_input(); }) ==
          "An image name must be provided using the keyword image");
    CHECK(refusal([] { run_config().image("Not An Image").to_run_input(); }) ==
          "The image name \"Not An Image\" is not valid");
    CHECK(refusal([] { input_of("image: i\ncompute: [1]"); }) == "compute must be a mapping, not a list");
    CHECK(refusal([] { input_of("image: i\nintegrations: {a: 1}"); }) == "integrations must be a list, not a mapping");
    CHECK(refusal([] { input_of("image: i\nintegrations: [{a: 1}]"); }) ==
          "entry 1 of integrations lacks integration_type");
    CHECK(refusal([] { input_of("image: i\nenv_variables: [{key: a}]"); }) == "entry 1 of env_variables lacks value");
    CHECK(refusal([] { run_config::from_yaml("a: [1"); }).starts_with("the YAML cannot be read: line "));
    CHECK(refusal([] { run_config::from_yaml("- a"); }) == "the YAML is no mapping");
    CHECK(refusal([] { run_config::from_file("/nowhere/run.yaml"); }) ==
          "/nowhere/run.yaml cannot be read: No such file or directory");
    for (const auto* image : {"a", "a/b:c", "host.example:5000/a/b@sha256:0f", "a_b-c.d:1"})
        CHECK_NOTHROW(run_config().image(image).to_run_input(no_variables));
}

TEST_CASE("mapi run_config: within a run the new one has a parent") {
    const auto parent = [](const environment& variables) {
        return run_config().image("i").to_run_input(variables).at("parentName");
    };
    CHECK(parent(fixed_environment({{"MOSAICML_PLATFORM", "True"}, {"RUN_NAME", "outer"}})) == json::value("outer"));
    CHECK(parent(fixed_environment({{"RUN_NAME", "outer"}})).is_null());
    const auto own = run_config().image("i").set("parent_name", "mine");
    CHECK(
        own.to_run_input(fixed_environment({{"MOSAICML_PLATFORM", "true"}, {"RUN_NAME", "outer"}})).at("parentName") ==
        json::value("mine"));
}

TEST_CASE("mapi run_config: scalars are read as YAML 1.1") {
    CHECK(field("yes") == "true");
    CHECK(field("Off") == "false");
    CHECK(field("~") == "null");
    CHECK(field("") == "null");
    CHECK(field("0x1F") == "31");
    CHECK(field("0b101") == "5");
    CHECK(field("010") == "8");
    CHECK(field("1_000") == "1000");
    CHECK(field("-7") == "-7");
    CHECK(field("1:30:00") == "5400");
    CHECK(field("18446744073709551615") == "18446744073709551615");
    CHECK(field("1e-6") == "\"1e-6\"");
    CHECK(field("1.0e-6") == "1E-6");
    CHECK(field("1.5") == "1.5E0");
    CHECK(field(".5") == "5E-1");
    CHECK(field("\"yes\"") == "\"yes\"");
    CHECK(field("'1'") == "\"1\"");
    CHECK(field("!!str 1") == "\"1\"");
    CHECK(field("2024-01-31") == "\"2024-01-31\"");
    CHECK(field("a b") == "\"a b\"");
    const auto merged = run_config::from_yaml("base: &b {x: 1, y: 2}\nf: {<<: *b, y: 3}\n").fields();
    CHECK(merged.at("f") == json::parse(R"({"x": 1, "y": 3})"));
}

TEST_CASE("mapi run_config: YAML that grows without end is refused") {
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 9; ++i) {
        const auto before = "*a" + std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
        for (int j = 0; j < 9; ++j) bomb += ", " + before;
        bomb += "]\n";
    }
    CHECK(refusal([&] { run_config::from_yaml(bomb); }).find("more than a million values") != std::string::npos);
    CHECK(refusal([] {
              run_config::from_yaml("a: " + std::string(200, '[') + std::string(200, ']'));
          }).find("nested more than 100 deep") != std::string::npos);
}

TEST_CASE("mapi run_config: what is written is read again") {
    auto config = run_config().name("true").image("i").command("a\nb\n").cluster("0x10").max_duration(1.0);
    config.set("metadata",
               json::parse(R"({"n": null, "f": 1.5, "i": 3, "d": "2024-01-01", "l": [], "o": {}, "s": "a: b",
                                           "e": "", "t": "no"})"));
    CHECK(run_config::from_yaml(config.to_yaml()).fields() == config.fields());
}

TEST_CASE("mapi configurations: of finetunes, pretraining runs and deployments") {
    const auto tuned =
        finetune_config::from_yaml("model: m\ntrain_data_path: t\nsave_folder: s\nlearning_rate: 1.0e-6\n"
                                   "experiment_tracker: {mlflow: {experiment_path: p, tracking_uri: null}}");
    CHECK(tuned.to_finetune_input() ==
          json::parse(R"({"model": "m", "trainDataPath": "t", "saveFolder": "s", "learningRate": 1e-6,
                          "taskType": "INSTRUCTION_FINETUNE", "experimentTracker": {"mlflow": {"experimentPath": "p"}}})")
              .as_object());
    CHECK(refusal([] { finetune_config::from_yaml("model: m").to_finetune_input(); }) ==
          "Missing required fields: train_data_path, save_folder");
    CHECK(refusal([] { finetune_config("m", "t", "s").set("name", "n").to_finetune_input(); }) ==
          "Encountered unknown fields in finetuning config: name.");
    CHECK(refusal([] {
              finetune_config("m", "t", "s").task_type("DANCE").to_finetune_input();
          }).starts_with("Invalid task_type: \"DANCE\", currently supported options are: INSTRUCTION_FINETUNE"));
    CHECK(pretrain_config::from_yaml("model: m\ntrain_data: [a]\nsave_folder: s\ncompute: {gpu_type: h100, gpus: 8}\n"
                                     "tokenizer: {name: t, model_max_length: 8}\neval: {data_path: d}\n")
              .to_pretrain_input() ==
          json::parse(R"({"model": "m", "trainData": ["a"], "saveFolder": "s", "parameters": {},
                          "compute": {"gpuType": "h100", "gpus": 8}, "tokenizer": {"name": "t", "modelMaxLength": 8},
                          "eval": {"dataPath": "d"}})")
              .as_object());
    const auto served = deployment_config::from_yaml(R"(
name: chat
default_model: {model_type: mpt, checkpoint_path: {hf_path: p}}
model: {download_parameters: {a_b: c}, backend: x}
batching: {max_batch_size: 4, max_timeout_ms: 10}
rate_limit: 5
nmae: x
)");
    CHECK(
        served.to_deployment_input() ==
        json::parse(R"({"deploymentName": "chat", "replicas": 1, "envVariables": [], "integrations": [], "metadata": {},
            "command": "", "compute": {}, "batching": {"maxBatchSize": 4, "maxTimeoutMs": 10}, "rateLimit": 5,
            "model": {"downloadParameters": {"a_b": "c"}, "backend": "x"},
            "defaultModel": {"modelType": "mpt", "checkpointPath": {"hfPath": "p"}}})")
            .as_object());
    CHECK(served.warnings() == std::vector<std::string>{"unknown field nmae (did you mean name?); it is not used"});
    CHECK(refusal([] { deployment_config().to_deployment_input(); }) ==
          "A run name must be provided using the keyword name");
}

TEST_CASE("mapi configurations: every text is read again as it was written") {
    json::object texts;
    for (const std::string text : {"a\nb",
                                   "a\nb\n",
                                   "a\nb\n\n",
                                   "a\r\nb",
                                   "\n",
                                   "\na\n",
                                   "  lead\nx\n",
                                   "a\n  b\n",
                                   " x ",
                                   "tab\tx\n",
                                   "\x7f",
                                   "\x01\n",
                                   "next\xC2\x85line",
                                   "line\xE2\x80\xA8separator\n",
                                   "\xEF\xBB\xBFmark",
                                   "gr\xC3\xB6\xC3\x9F"
                                   "e\n",
                                   "yes",
                                   "1e3",
                                   "- a",
                                   "a: b",
                                   "#c",
                                   "\"",
                                   "'",
                                   "{",
                                   "%",
                                   "@",
                                   "&a",
                                   "*a",
                                   "!t",
                                   "|",
                                   ">",
                                   "?",
                                   ""})
        texts["k" + std::to_string(texts.size())] = text;
    texts["a\nkey"] = 1;
    texts["yes"] = 2;
    const auto config = run_config::from_fields(texts);
    CHECK(run_config::from_yaml(config.to_yaml()).fields() == texts);
}

TEST_CASE("mapi configurations: texts of any length, and numbers of any size") {
    const std::string digits(300'000, '7');
    const auto of = [](const std::string& scalar) { return run_config::from_yaml("a: " + scalar).fields().at("a"); };
    CHECK(of(digits).as_double() > 1e300);
    CHECK(of('\'' + digits + '\'').as_string() == digits);
    CHECK(of("1.0e+400").as_double() > 1e300);
    CHECK(of("1.0e-400") == 0.0);
    CHECK(of("-0." + std::string(400, '0') + "1") == 0.0);
    CHECK(of("1:30:00") == 5400);
    CHECK(of("1:30.5") == 90.5);
    for (const auto* text : {"08", "0b", "0x", "1e3", "+.5", "1:60", ":30", "1.0e5", "-.nan", "2024-1-31 1:00"})
        CHECK(of(text).is_string());
    auto long_text = run_config().name("a").image("i").set("parameters", json::object{{"x", json::string(digits)}});
    CHECK(run_config::from_yaml(long_text.to_yaml()).fields() == long_text.fields());
}

TEST_CASE("mapi configurations: a field goes into a mapping, or the older list of variables, and nothing else") {
    auto config = run_config::from_yaml("env_variables: [{key: A, value: b}]\ncompute: 8");
    config.set("env_variables.C", "d");
    CHECK(config.fields().at("env_variables") == json::value{{"A", "b"}, {"C", "d"}});
    CHECK_THROWS_WITH_AS(config.set("compute.gpus", 4), "compute.gpus cannot be set: compute is a number, no mapping",
                         config_error);
}

TEST_CASE("mapi run_update: hours that are none are refused") {
    CHECK(run_update().max_duration(1.5).to_json().at("maxDurationSeconds") == 5400);
    for (const double hours : {-1.0, 1e300, std::nan("")}) CHECK_THROWS_AS(run_update().max_duration(hours), error);
}
