/// A pretraining run is made of what people write: a YAML file, or the same built in code.
#pragma once

#include <corogql/mapi/submission_config.hpp>

namespace corogql::mapi {

/// A pretrain config has these fields: model, train_data, save_folder, compute; tokenizer, training_duration,
/// parameters (learning_rate, context_length), eval (data_path, prompts), experiment_tracker, custom_weights_path.
class pretrain_config : public submission_config<pretrain_config> {
public:
    /// Makes a config without fields.
    pretrain_config() = default;

    /// Returns MAPI's CreatePretrainInput. Throws config_error for fields that are missing or not known.
    json::object to_pretrain_input() const;
};

} // namespace corogql::mapi
