#include "cli/mapi/command_line.hpp"

#include "cli/mapi/actions.hpp"
#include "cli/options/option_helpers.hpp"

namespace corogql::cli {

namespace {

constexpr const char* examples = R"(
Examples:
  corogql mapi config set api-key           (the key is read from stdin)
  corogql mapi run -f run.yaml --follow
  corogql mapi run --clone my-run --gpus 16 --set parameters.lr=0.1
  corogql mapi get runs --status RUNNING,PENDING --limit 20
  corogql mapi logs my-run --follow         (without a name: of the latest run)
  corogql mapi watch my-run && echo it has completed
  corogql mapi stop runs 'sweep-*' --yes
  MOSAICML_API_ENDPOINT=http://127.0.0.1:8080/graphql corogql mapi util --json)";

/// Adds a verb below `mapi` with the options that all of them have.
CLI::App* add_local(CLI::App& parent, mapi_arguments& to, const char* name, const char* text) {
    auto* verb = parent.add_subcommand(name, text);
    add(*verb, "--endpoint", to.endpoint, "Instead of MOSAICML_API_ENDPOINT and the mode's endpoint")->type_name("URL");
    add_proxy(*verb, to.proxy);
    add_common(*verb, to, "Deadline of each request; 0: none");
    verb->add_flag_callback(
            "--json", [&to] { to.shown = mapi_arguments::format::lines; }, "JSON for programs: a line for each object")
        ->trigger_on_parse();
    return verb;
}

CLI::App* add_action(CLI::App& parent, mapi_arguments& to, mapi_arguments::action_function action, const char* name,
                     const char* text) {
    auto* verb = add_local(parent, to, name, text);
    verb->callback([&to, action] { to.action = action; });
    return verb;
}

CLI::App* add_group(CLI::App& parent, const char* name, const char* text) {
    auto* group = parent.add_subcommand(name, text);
    group->require_subcommand(1);
    return group;
}

/// Adds an option that takes several words in one, with commas between them, and may be repeated.
template <class T>
CLI::Option* add_words(CLI::App& verb, const std::string& names, std::vector<T>& to, const std::string& text) {
    return verb.add_option(names, to, text)->delimiter(',')->expected(1)->take_all()->allow_extra_args(false);
}

CLI::App* with_name(CLI::App* verb, mapi_arguments& to, const char* of, bool required = true) {
    verb->add_option("NAME", to.filter.names, std::string("Name of ") + of)->required(required)->expected(1);
    return verb;
}

void with_names(CLI::App* verb, mapi_arguments& to, const char* of, bool required = false) {
    verb->add_option("NAME", to.filter.names, std::string("Names of ") + of + "; * and ? stand for others")
        ->required(required);
}

void with_times(CLI::App* verb, mapi_arguments& to, const char* before = "--before", const char* after = "--after") {
    add(*verb, before, to.filter.before, "Created before this time")->type_name("TIME");
    add(*verb, after, to.filter.after, "Created at this time or later")->type_name("TIME");
}

void with_work_filter(CLI::App* verb, mapi_arguments& to) {
    add_words(*verb, "-s,--status", to.filter.statuses, "Of these statuses");
    add_words(*verb, "-c,-p,--cluster,--platform", to.filter.clusters, "On these clusters");
    add_words(*verb, "-t,--gpu-type", to.filter.gpu_types, "With GPUs of these types");
    add_words(*verb, "-n,--gpu-num", to.filter.gpu_nums, "With so many GPUs");
    with_times(verb, to);
}

void with_run_filter(CLI::App* verb, mapi_arguments& to) {
    with_work_filter(verb, to);
    add_words(*verb, "-u,--user", to.filter.users, "Created by these people, by their email address");
    add_words(*verb, "--type", to.filter.types, "Of these types: TRAINING, INTERACTIVE, FINETUNING, …");
    verb->add_flag("-l,--latest", to.filter.latest, "The latest one");
}

void with_list_options(CLI::App* verb, mapi_arguments& to) {
    verb->add_flag("--include-deleted", to.filter.include_deleted, "Those that were deleted as well");
    add(*verb, "--limit", to.filter.limit, "So many at most; 0: all")->check(whole_number())->capture_default_str();
    add_words(*verb, "--name", to.filter.names, "Of these names");
}

void with_choice(CLI::App* verb, mapi_arguments& to) {
    verb->add_flag("-a,--all", to.filter.all, "All of them");
    verb->add_flag("-y,--yes,--force", to.yes, "Without a question on a terminal");
}

void with_compute(CLI::App* verb, mapi_overrides& to) {
    add(*verb, "--cluster,--platform", to.cluster, "Where it runs");
    add(*verb, "--instance", to.instance, "On which kind of machine");
    add(*verb, "--gpu-type", to.gpu_type, "With which GPUs");
    add(*verb, "--gpus", to.gpus, "With how many")->check(whole_number());
    add(*verb, "--nodes", to.nodes, "On how many nodes")->check(whole_number());
    add(*verb, "--node-names", to.node_names, "On these nodes, with commas between them");
}

void with_scheduling(CLI::App* verb, mapi_overrides& to) {
    add(*verb, "--priority", to.priority, "auto, low or lowest");
    // Not one flag with its negation: CLI11 sets an optional to false where neither is given.
    const auto preemptible = [&](const char* name, bool value, const char* text) {
        return verb->add_flag_callback(name, [&to, value] { to.preemptible = value; }, text)->trigger_on_parse();
    };
    auto* yes = preemptible("--preemptible", true, "Others may take its place");
    preemptible("--no-preemptible", false, "Others may not")->excludes(yes);
    add(*verb, "--max-retries,--max_retries", to.max_retries, "How often it is tried again")->check(whole_number());
    add(*verb, "--max-duration", to.max_duration, "Hours after which it is stopped")->check(hours(0));
}

CLI::App* with_file(CLI::App* verb, mapi_overrides& to, const char* of) {
    add(*verb, "-f,--file", to.file, std::string("YAML of ") + of)->type_name("FILE");
    add_list(*verb, "--set", to.settings, "Any field over the file's, FIELD=VALUE; dots go into mappings");
    return verb;
}

/// Adds the options that count more than what the file says of a finetune's fields.
void with_finetune_fields(CLI::App* verb, mapi_overrides& to) {
    const auto field = [&](const char* option, const char* name, const char* text) {
        const auto set = [&to, name](const std::string& value) { to.fields.emplace_back(name, json::string(value)); };
        verb->add_option_function<std::string>(option, set, text)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    };
    field("--model", "model", "The model to begin with");
    field("--task-type", "task_type", "INSTRUCTION_FINETUNE, CHAT_COMPLETION or CONTINUED_PRETRAIN");
    field("--train-data-path", "train_data_path", "Where the training data are");
    field("--save-folder", "save_folder", "Where checkpoints go");
    field("--eval-data-path", "eval_data_path", "Where the data for evaluation are");
    field("--training-duration", "training_duration", "How long it trains, such as 10ep");
    field("--custom-weights-path", "custom_weights_path", "Weights to begin with");
    const auto set_rate = [&to](double rate) { to.fields.emplace_back("learning_rate", rate); };
    verb->add_option_function<double>("--learning-rate", set_rate, "The learning rate")
        ->check(CLI::Range(0.0, 1e6))
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    const auto set_length = [&to](std::int64_t tokens) { to.fields.emplace_back("context_length", tokens); };
    verb->add_option_function<std::int64_t>("--context-length", set_length, "The context's length in tokens")
        ->check(whole_number(1))
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    verb->add_flag_callback(
            "--disable-credentials-check", [&to] { to.fields.emplace_back("disable_credentials_check", true); },
            "Credentials are not tried beforehand")
        ->trigger_on_parse();
}

void with_reconnect(CLI::App* verb, mapi_arguments& to) {
    add(*verb, "--retries", to.reconnects, "Connections that fail in a row; -1: without end")
        ->check(CLI::Range(-1, 1'000'000'000))
        ->capture_default_str();
    add_seconds(*verb, "--retry-initial", to.retry_initial, "Base of the waits before reconnections");
    add_seconds(*verb, "--retry-max", to.retry_max, "The longest of them");
}

void with_log_part(CLI::App* verb, mapi_log_options& to) {
    verb->add_flag("-f,--follow,!--no-follow", to.follow, "Go on until it ends, over lost connections");
    add(*verb, "-t,--tail", to.tail, "Only so many lines from the end")->check(whole_number());
    add(*verb, "--offset", to.offset, "Begin at this byte")->check(whole_number());
    verb->add_flag("--failed", to.failed, "Of the node that failed first");
}

/// Adds the verbs of before the original's words were taken over.
void add_runs(CLI::App& mapi, mapi_arguments& to) {
    auto* runs = add_group(mapi, "runs", "List, look at, create, stop and delete runs");
    auto* list = add_action(*runs, to, &list_runs, "list", "List runs, the newest first");
    with_run_filter(list, to);
    with_list_options(list, to);
    with_name(add_action(*runs, to, &show_run, "get", "Show one run"), to, "a run");
    auto* create = with_name(add_action(*runs, to, &create_run, "create", "Create a run and show it"), to, "the run");
    add(*create, "--image", to.wanted.image, "Docker image");
    add(*create, "--command", to.wanted.command, "What it runs");
    add(*create, "--cluster", to.wanted.cluster, "Where it runs");
    add(*create, "--gpus", to.wanted.gpus, "How many GPUs")->check(whole_number());
    add(*create, "--data", to.wanted.data, "MAPI's runInput: JSON, or @FILE; other options win over it");
    auto* stop = add_action(*runs, to, &stop_runs, "stop", "Stop runs and show them");
    with_names(stop, to, "runs");
    add(*stop, "--reason", to.reason, "Kept with the runs");
    with_choice(stop, to);
    auto* erase = add_action(*runs, to, &delete_runs, "delete", "Delete runs and show them");
    with_names(erase, to, "runs");
    with_choice(erase, to);
}

CLI::App* add_list_of(CLI::App& get, mapi_arguments& to, mapi_arguments::action_function action, const char* name,
                      const char* text) {
    using format = mapi_arguments::format;
    auto* verb = add_action(get, to, action, name, text);
    const auto set = [&to](const std::string& word) {
        to.shown = word == "table" ? format::table : word == "name" ? format::names : format::lines;
    };
    verb->add_option_function<std::string>("-o,--output", set, "table, name or json, which is --json")
        ->check(CLI::IsMember({"table", "name", "json"}))
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    return verb;
}

void add_get(CLI::App& mapi, mapi_arguments& to) {
    auto* get =
        add_group(mapi, "get", "List runs, deployments, finetuning runs, clusters, secrets, people")->alias("g");
    auto* runs = add_list_of(*get, to, &list_runs, "runs", "List runs, the newest first")->alias("run");
    with_names(runs, to, "runs");
    with_run_filter(runs, to);
    runs->add_flag("--include-deleted", to.filter.include_deleted, "Those that were deleted as well");
    add(*runs, "--limit", to.filter.limit, "So many at most; 0: all")->check(whole_number())->capture_default_str();
    auto* served =
        add_list_of(*get, to, &list_deployments, "deployments", "List inference deployments")->alias("deployment");
    with_names(served, to, "deployments");
    add_words(*served, "--name", to.filter.names, "The same");
    with_work_filter(served, to);
    auto* tuned = add_list_of(*get, to, &list_finetunes, "finetuning-runs", "List finetuning runs, the newest first")
                      ->alias("ft");
    with_names(tuned, to, "finetuning runs");
    with_times(tuned, to, "-b,--before", "-a,--after");
    add_words(*tuned, "-s,--status", to.filter.statuses, "Of these statuses");
    tuned->add_flag("-l,--latest", to.filter.latest, "The latest one");
    add_words(*tuned, "-u,--user", to.filter.users, "Created by these people, by their email address");
    add(*tuned, "--limit", to.filter.limit, "So many at most; 0: all")->check(whole_number())->capture_default_str();
    with_names(add_list_of(*get, to, &list_clusters, "clusters", "List clusters")
                   ->alias("cluster")
                   ->alias("platforms")
                   ->alias("platform"),
               to, "clusters");
    auto* hidden =
        add_list_of(*get, to, &list_secrets, "secrets", "List secrets, without their values")->alias("secret");
    with_names(hidden, to, "secrets");
    add_words(*hidden, "--type", to.filter.types, "Of these types: environment, mounted, s3, …");
    auto* people = add_list_of(*get, to, &list_users, "users", "List the organization's users");
    add_words(*people, "-u,--user", to.filter.users, "With these email addresses");
    add_list_of(*get, to, &list_organizations, "organizations", "List your organizations");
}

void add_describe(CLI::App& mapi, mapi_arguments& to) {
    auto* describe = add_group(mapi, "describe", "All that is known of one thing");
    auto* run = with_name(add_action(*describe, to, &describe_run, "run", "A run; without a name the latest"), to,
                          "a run", false);
    auto* without = run->add_flag("!--no-yaml", to.yaml, "Without what it was made from");
    run->add_flag("--yaml-only", to.yaml_only, "Only what it was made from")->excludes(without);
    with_name(
        add_action(*describe, to, &describe_cluster, "cluster", "A cluster, and how busy it is; all without a name"),
        to, "a cluster", false);
    with_name(add_action(*describe, to, &describe_deployment, "deployment", "An inference deployment"), to,
              "a deployment");
    with_name(add_action(*describe, to, &describe_finetune, "finetuning-run", "A finetuning run")->alias("ft"), to,
              "a finetuning run");
    add_action(*describe, to, &describe_me, "me", "Whom the credentials belong to");
}

void add_submit(CLI::App& mapi, mapi_arguments& to) {
    auto* run =
        with_file(add_action(mapi, to, &submit_run, "run", "Make a run of a file, or of another run")->alias("r"),
                  to.wanted, "the run");
    add(*run, "--clone", to.wanted.clone, "Of what this run was made of")->type_name("NAME");
    add(*run, "-r,--restart", to.wanted.restart, "Start this run again, which has ended")->type_name("NAME");
    add(*run, "--name,--run-name", to.wanted.name, "Its name");
    add(*run, "--image", to.wanted.image, "Docker image");
    add(*run, "--command", to.wanted.command, "What it runs");
    with_compute(run, to.wanted);
    with_scheduling(run, to.wanted);
    run->add_flag("--follow,!--no-follow", to.log.follow, "Print its log until it ends");
    with_reconnect(run, to);
    auto* interactive = with_file(add_action(mapi, to, &submit_interactive_run, "interactive", "Make a run to work in"),
                                  to.wanted, "the run");
    add(*interactive, "HOURS,--hours", to.wanted.hours, "How long it lasts; 1 unless said")->check(hours(1.0 / 3600));
    add(*interactive, "--name", to.wanted.name, "Its name; \"interactive\" unless said");
    add(*interactive, "--image", to.wanted.image, "Docker image; mosaicml/pytorch unless said");
    with_compute(interactive, to.wanted);
    add(*interactive, "--max-duration", to.wanted.max_duration, "Hours after which it is stopped")->check(hours(0));
    interactive->add_flag("--no-connect", to.no_connect,
                          "Accepted for those who know mcli: this program never connects to it");
    with_finetune_fields(with_file(add_action(mapi, to, &submit_finetune, "finetune", "Finetune a model")->alias("ft"),
                                   to.wanted, "the finetune"),
                         to.wanted);
    with_compute(with_file(add_action(mapi, to, &submit_pretraining, "train", "Pretrain a model"), to.wanted,
                           "the pretraining run"),
                 to.wanted);
    auto* deploy =
        with_file(add_action(mapi, to, &submit_deployment, "deploy", "Deploy a model"), to.wanted, "the deployment");
    add(*deploy, "--name", to.wanted.name, "Its name");
    add(*deploy, "--image", to.wanted.image, "Docker image");
    add(*deploy, "--replicas,--replica", to.wanted.replicas, "How many replicas")->check(whole_number(1));
    with_compute(deploy, to.wanted);
}

void add_changes(CLI::App& mapi, mapi_arguments& to) {
    auto* restart = add_action(mapi, to, &restart_runs, "restart", "Start runs again that have ended");
    with_names(restart, to, "runs");
    with_choice(restart, to);
    auto* update = add_group(mapi, "update", "Change a run or a deployment");
    with_scheduling(with_name(add_action(*update, to, &update_run, "run", "Change a run's scheduling"), to, "the run"),
                    to.wanted);
    auto* served = with_name(add_action(*update, to, &update_deployment, "deployment", "Change a deployment"), to,
                             "the deployment");
    add(*served, "--image", to.wanted.image, "Docker image");
    add(*served, "--replicas,--replica", to.wanted.replicas, "How many replicas")->check(whole_number());
    auto* dog = with_name(add_action(mapi, to, &set_watchdog, "watchdog", "Start a run again after system failures"),
                          to, "the run");
    auto* disable = dog->add_flag("--disable", to.disable, "Do so no longer");
    add(*dog, "--max-retries", to.wanted.max_retries, "And so often after others; 10 unless said")
        ->check(whole_number())
        ->excludes(disable);

    const auto choice = [&](CLI::App* verb, const char* of) {
        with_names(verb, to, of);
        with_choice(verb, to);
        return verb;
    };
    auto* stop = add_group(mapi, "stop", "Stop runs, deployments or finetuning runs");
    auto* stopped = choice(add_action(*stop, to, &stop_runs, "run", "Stop runs")->alias("runs"), "runs");
    with_run_filter(stopped, to);
    add(*stopped, "--reason", to.reason, "Kept with the runs");
    with_work_filter(
        choice(add_action(*stop, to, &stop_deployments, "deployment", "Stop deployments")->alias("deployments"),
               "deployments"),
        to);
    auto* tuned = choice(add_action(*stop, to, &stop_finetunes, "finetuning-run", "Stop finetuning runs")
                             ->alias("finetuning-runs")
                             ->alias("ft"),
                         "finetuning runs");
    add_words(*tuned, "-s,--status", to.filter.statuses, "Of these statuses");
    add(*tuned, "--reason", to.reason, "Kept with them");

    auto* erase = add_group(mapi, "delete", "Delete runs, deployments, finetuning runs or secrets")->alias("del");
    with_run_filter(choice(add_action(*erase, to, &delete_runs, "run", "Delete runs")->alias("runs"), "runs"), to);
    with_work_filter(
        choice(add_action(*erase, to, &delete_deployments, "deployment", "Delete deployments")->alias("deployments"),
               "deployments"),
        to);
    add_words(*choice(add_action(*erase, to, &delete_finetunes, "finetuning-run", "Delete finetuning runs")
                          ->alias("finetuning-runs")
                          ->alias("ft"),
                      "finetuning runs"),
              "-s,--status", to.filter.statuses, "Of these statuses");
    choice(add_action(*erase, to, &delete_secrets, "secret", "Delete secrets")->alias("secrets"), "secrets");
}

void add_create(CLI::App& mapi, mapi_arguments& to) {
    auto* create = add_group(mapi, "create", "Create secrets");
    auto* secret = add_group(*create, "secret", "A secret for runs; what is not given as a file is read from stdin");
    secret->alias("secrets");
    auto& given = to.secret;
    const auto type = [&](mapi_arguments::action_function action, const char* name, const char* text) {
        auto* verb = add_action(*secret, to, action, name, text);
        add(*verb, "--name", given.name, "The secret's name");
        verb->add_flag("--no-input", given.no_input, "What is not given is not read from stdin");
        return verb;
    };
    const auto file_type = [&](mapi_arguments::action_function action, const char* name, const char* text) {
        auto* verb = type(action, name, text);
        add(*verb, "FILE", given.file, "File of the secret");
        add(*verb, "--mount-path", given.place, "Where a run finds it; /secrets/NAME unless said");
        return verb;
    };
    auto* variable = type(&create_environment_secret, "env", "A variable in the environment")->alias("environment");
    add(*variable, "KEY", given.key, "KEY=VALUE, or the KEY alone")->required();
    add(*variable, "--value", given.value, "The value");
    auto* token = type(&create_hugging_face_secret, "hf", "A token of Hugging Face's hub")->alias("hugging_face");
    add(*token, "--token", given.value, "The token");
    file_type(&create_mounted_secret, "mounted", "A file");
    file_type(&create_ssh_secret, "ssh", "A private key for SSH");
    file_type(&create_git_secret, "git-ssh", "A private key for git");
    file_type(&create_sftp_secret, "sftp-ssh", "A private key for SFTP");
    file_type(&create_gcp_secret, "gcp", "Credentials of GCP");
    auto* docker = type(&create_docker_secret, "docker", "A registry of images")->alias("docker-registry");
    add(*docker, "--username", given.username, "User name");
    add(*docker, "--password", given.value, "Password");
    add(*docker, "--email", given.email, "Email address");
    add(*docker, "--server", given.server, "The registry's URL; Docker's hub unless said");
    auto* s3 = type(&create_s3_secret, "s3", "Credentials and configuration of S3");
    add(*s3, "--credentials-file", given.file, "File `credentials`");
    add(*s3, "--config-file", given.config_file, "File `config`");
    add(*s3, "--mount-directory", given.place, "Where a run finds them; /secrets/NAME unless said");
    add(*s3, "--profile", given.profile, "The profile to use");
    auto* oci = type(&create_oci_secret, "oci", "Configuration and key of OCI");
    add(*oci, "--config-file", given.config_file, "File `config`");
    add(*oci, "--key-file", given.file, "File of the key");
    add(*oci, "--mount-directory", given.place, "Where a run finds them; /secrets/NAME unless said");
    auto* databricks = type(&create_databricks_secret, "databricks", "Host and token of Databricks");
    add(*databricks, "--host", given.host, "The host");
    add(*databricks, "--token", given.value, "The token");
}

void add_logs(CLI::App& mapi, mapi_arguments& to) {
    auto* logs = with_name(
        add_action(mapi, to, &print_log, "logs", "Print a run's log; without a name the latest's")->alias("log"), to,
        "a run", false);
    with_log_part(logs, to.log);
    add(*logs, "--node-rank,--node,--rank", to.log.node, "Of this node, from 0")->check(whole_number());
    add(*logs, "--local-gpu-rank,--gpu", to.log.local_gpu, "Of this GPU of the node")->check(whole_number());
    add(*logs, "--global-gpu-rank", to.log.global_gpu, "Of this GPU of all nodes")->check(whole_number());
    add(*logs, "--resumption", to.log.resumption, "Of this resumption, from 0; the last unless said")
        ->check(whole_number());
    logs->add_flag("--prev", to.log.previous, "Of the resumption before the last")->excludes("--resumption");
    add(*logs, "-c,--container", to.log.container, "Of this container; MAIN unless said");
    with_reconnect(logs, to);
    auto* served = with_name(add_action(mapi, to, &print_deployment_log, "deployment-logs", "Print a deployment's log"),
                             to, "a deployment");
    with_log_part(served, to.log);
    add(*served, "--restart", to.log.resumption, "Of this restart, from 0; the last unless said")
        ->check(whole_number());
    with_reconnect(served, to);
    auto* watch =
        with_name(add_action(mapi, to, &watch_run, "watch", "Print each status of a run until it ends"), to, "a run");
    add(*watch, "--until", to.until,
        "Stop at this status or a later one, as STOPPED and FAILED are of any other; exit status 1 if it is not "
        "reached");
    with_reconnect(watch, to);
}

void add_utilization(CLI::App& mapi, mapi_arguments& to) {
    auto* use = add_action(mapi, to, &show_utilization, "util", "How busy clusters are")->alias("utilization");
    with_names(use, to, "clusters");
    use->add_flag("!--hide-users", to.by_user, "Without the runs and deployments of each user");
    auto* training = use->add_flag("!-t,!--training", to.inference, "Training alone");
    use->add_flag("!-i,!--inference", to.training, "Inference alone")->excludes(training);
}

void add_inference(CLI::App& mapi, mapi_arguments& to) {
    with_name(add_action(mapi, to, &ping_deployment, "ping", "Ask a deployment how it is"), to,
              "a deployment, or its URL");
    auto* predict = with_name(add_action(mapi, to, &cli::predict, "predict", "Ask a deployment for a prediction"), to,
                              "a deployment, or its URL");
    add(*predict, "-i,--input,--inputs", to.input, "What to predict from: a JSON object, or @FILE")->required();
    predict->add_flag("--stream", to.piecewise, "Print the answer piece by piece, a line for each");
    // A prediction takes longer than MAPI's own answers.
    predict->get_option("--timeout")->default_str("60");
    predict->preparse_callback([&to](std::size_t) { to.timeout = 60; });
}

void add_config(CLI::App& mapi, mapi_arguments& to) {
    auto* config = add_group(mapi, "config", "Show or change what the configuration file holds");
    const auto add_setting = [&](const char* name, const char* text, int (*action)(const mapi_arguments&)) {
        auto* verb = add_local(*config, to, name, text);
        verb->callback([&to, action] { to.local = action; });
        verb->add_option("SETTING", to.setting, "api-key")->required()->check(CLI::IsMember({"api-key"}));
        return verb;
    };
    add_setting("get", "Print a setting, secrets included", &get_setting);
    add_setting("set", "Change a setting", &set_setting)
        ->add_option("VALUE", to.value, "Without one it is read from stdin, so that no process list shows it");
}

} // namespace

CLI::App* add_mapi(CLI::App& app, mapi_arguments& to) {
    auto* mapi = app.add_subcommand("mapi", "MosaicML's API: runs, logs, deployments, finetunes, clusters, secrets");
    mapi->require_subcommand(1);
    mapi->footer(examples);
    add_submit(*mapi, to);
    add_get(*mapi, to);
    add_describe(*mapi, to);
    add_logs(*mapi, to);
    add_changes(*mapi, to);
    add_create(*mapi, to);
    add_utilization(*mapi, to);
    add_inference(*mapi, to);
    add_runs(*mapi, to);
    add_action(*mapi, to, &list_clusters, "clusters", "List clusters");
    add_action(*mapi, to, &list_secrets, "secrets", "List secrets, without their values");
    add_action(*mapi, to, &list_users, "users", "List the organization's users");
    add_config(*mapi, to);
    return mapi;
}

} // namespace corogql::cli
