/// A finetune is made of what people write: a YAML file, or the same built in code.
///
///     model: mosaicml/mpt-7b
///     train_data_path: mosaicml/dolly
///     save_folder: s3://bucket/folder
///     task_type: INSTRUCTION_FINETUNE
///     training_duration: 2ep
///     learning_rate: 1.0e-6
///     experiment_tracker: {wandb: {project: p, entity: e}}
#pragma once

#include <corogql/mapi/submission_config.hpp>

namespace corogql::mapi {

/// A finetune config has these fields: model, train_data_path, save_folder; eval_data_path, eval_prompts,
/// custom_weights_path, training_duration, experiment_tracker, learning_rate, context_length, task_type,
/// data_prep_config, disable_credentials_check.
class finetune_config : public submission_config<finetune_config> {
public:
    /// Makes a config without fields.
    finetune_config() = default;
    /// Makes a config of what every finetune needs.
    finetune_config(const std::string& model, const std::string& train_data_path, const std::string& save_folder) {
        set("model", json::string(model)).set("train_data_path", json::string(train_data_path));
        set("save_folder", json::string(save_folder));
    }

    /// Sets the task: INSTRUCTION_FINETUNE (the default), CHAT_COMPLETION or CONTINUED_PRETRAIN.
    finetune_config& task_type(const std::string& word) { return set("task_type", json::string(word)); }
    /// Sets how long it trains, as in "2ep" or "10000tok".
    finetune_config& training_duration(const std::string& text) { return set("training_duration", json::string(text)); }
    /// Sets the learning rate.
    finetune_config& learning_rate(double rate) { return set("learning_rate", rate); }
    /// Sets the length of the context, in tokens.
    finetune_config& context_length(std::int64_t tokens) { return set("context_length", tokens); }

    /// Returns MAPI's `config`. Throws config_error for fields that are missing or not known, and for an unknown task
    /// type.
    json::object to_finetune_input() const;
};

} // namespace corogql::mapi
