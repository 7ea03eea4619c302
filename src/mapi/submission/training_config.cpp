#include <corogql/mapi/error.hpp>
#include <corogql/mapi/finetune_config.hpp>
#include <corogql/mapi/pretrain_config.hpp>

#include "mapi/submission/translation.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <vector>

namespace corogql::mapi {

namespace {

using detail::name_pairs;
using field_list = std::vector<std::string_view>;

const field_list task_types{"INSTRUCTION_FINETUNE", "CHAT_COMPLETION", "CONTINUED_PRETRAIN"};
const field_list finetune_fields{"model",
                                 "train_data_path",
                                 "save_folder",
                                 "eval_data_path",
                                 "eval_prompts",
                                 "custom_weights_path",
                                 "training_duration",
                                 "experiment_tracker",
                                 "learning_rate",
                                 "context_length",
                                 "task_type",
                                 "data_prep_config",
                                 "disable_credentials_check"};
const field_list pretrain_fields{"model",
                                 "train_data",
                                 "compute",
                                 "save_folder",
                                 "tokenizer",
                                 "training_duration",
                                 "parameters",
                                 "eval",
                                 "experiment_tracker",
                                 "custom_weights_path"};
const name_pairs parameter_names{
    {"learning_rate", "learningRate"}, {"context_length", "contextLength"}, {"vocab_size", "vocabSize"}};
const name_pairs tokenizer_names{{"model_max_length", "modelMaxLength"},
                                 {"model_input_names", "modelInputNames"},
                                 {"trust_remote_code", "trustRemoteCode"}};
const name_pairs eval_names{{"data_path", "dataPath"}};

std::string joined(const field_list& names) {
    std::string text;
    for (const auto name : names) (text += text.empty() ? "" : ", ") += name;
    return text;
}

void check_fields(const json::object& fields, const field_list& required, const field_list& known, const char* what) {
    field_list missing, unknown;
    for (const auto name : required)
        if (!fields.contains(name)) missing.push_back(name);
    if (!missing.empty()) throw config_error("Missing required fields: " + joined(missing));
    for (const auto& field : fields)
        if (std::find(known.begin(), known.end(), std::string_view(field.key())) == known.end())
            unknown.push_back(field.key());
    if (!unknown.empty())
        throw config_error("Encountered unknown fields in " + std::string(what) + " config: " + joined(unknown) + ".");
}

} // namespace

json::object finetune_config::to_finetune_input() const {
    check_fields(fields_, {"model", "train_data_path", "save_folder"}, finetune_fields, "finetuning");
    json::object input;
    input["taskType"] = "INSTRUCTION_FINETUNE";
    for (const auto& [name, value] : fields_) {
        if (value.is_null() && name == "task_type") input.erase("taskType");
        if (value.is_null()) continue;
        input[detail::to_camel_case(name)] =
            name == "experiment_tracker" ? json::value(detail::to_mapi_trackers(value)) : value;
    }
    if (const auto* type = input.if_contains("taskType")) {
        const auto* word = type->if_string();
        if (!word || std::find(task_types.begin(), task_types.end(), std::string_view(*word)) == task_types.end())
            throw config_error("Invalid task_type: " + json::serialize(*type) +
                               ", currently supported options are: " + joined(task_types));
    }
    return input;
}

json::object pretrain_config::to_pretrain_input() const {
    check_fields(fields_, {"model", "train_data", "save_folder", "compute"}, pretrain_fields, "pretraining");
    json::object input;
    input["parameters"] = json::object();
    input["eval"] = json::object();
    for (const auto& [name, value] : fields_) {
        if (value.is_null()) continue;
        auto& translated = input[detail::to_camel_case(name)];
        if (name == "experiment_tracker")
            translated = detail::to_mapi_trackers(value);
        else if (name == "compute")
            translated = detail::renamed(detail::object_member(fields_, name), detail::compute_names);
        else if (name == "parameters")
            translated = detail::renamed(detail::object_member(fields_, name), parameter_names);
        else if (name == "tokenizer")
            translated = detail::renamed(detail::object_member(fields_, name), tokenizer_names);
        else if (name == "eval")
            translated = detail::renamed(detail::object_member(fields_, name), eval_names);
        else
            translated = value;
    }
    return input;
}

} // namespace corogql::mapi
