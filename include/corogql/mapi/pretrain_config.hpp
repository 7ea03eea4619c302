/// What a pretraining run is made of, as people write it: a YAML file, or the same built in code.
#pragma once

#include <corogql/mapi/submission_config.hpp>

namespace corogql::mapi {

/// Fields: model, train_data, save_folder, compute; tokenizer, training_duration, parameters (learning_rate,
/// context_length), eval (data_path, prompts), experiment_tracker, custom_weights_path.
class pretrain_config : public submission_config<pretrain_config> {
public:
    pretrain_config() = default;

    /// MAPI's CreatePretrainInput. Throws config_error for fields that are missing or not known.
    json::object to_pretrain_input() const;
};

} // namespace corogql::mapi
