/// A model being finetuned.
#pragma once

#include <corogql/mapi/formatted_run_event.hpp>
#include <corogql/mapi/run_status.hpp>

#include <boost/json/value.hpp>

#include <optional>

namespace corogql::mapi {

struct finetune_details {
    std::string model;
    std::string task_type;
    std::string train_data_path;
    std::string save_folder;
    std::string eval_data_path;
    std::vector<std::string> eval_prompts;
    std::string training_duration; ///< as in "10ep"
    std::optional<double> learning_rate;
    std::optional<std::int64_t> context_length; ///< tokens
    json::value experiment_tracker;
    std::string custom_weights_path;
    json::value data_prep_config;
    std::vector<formatted_run_event> events;
};

struct finetune {
    static constexpr object_type type = object_type::finetune;

    std::string id;
    std::string name;
    run_status status = run_status::unknown;
    std::string created_by_id;
    std::string created_by_email;
    std::optional<datetime> created_at, updated_at, started_at, completed_at, estimated_end_at;
    std::optional<std::string> reason;
    bool is_deleted = false;
    finetune_details details;

    /// Throws corogql::error of kind decode, which names the JSON path.
    static finetune from_mapi_response(const json::object& response);
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
