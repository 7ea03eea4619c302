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
    json::value eval_prompts;      ///< a list of texts, or null
    std::string training_duration; ///< as in "10ep"
    std::optional<double> learning_rate;
    std::optional<std::int64_t> context_length; ///< tokens
    json::value experiment_tracker;
    std::string custom_weights_path;
    json::value data_prep_config;
    std::vector<formatted_run_event> events; ///< oldest first
};

struct finetune {
    static constexpr object_type type = object_type::finetune;

    std::string id;
    std::string name;
    run_status status = run_status::unknown;
    std::string created_by_id;
    std::string created_by_email;
    datetime created_at{}, updated_at{};
    std::optional<datetime> started_at, completed_at, estimated_end_at;
    std::optional<std::string> reason;
    bool is_deleted = false;
    std::optional<finetune_details> details; ///< where they were asked for: finetune_filter::include_details()

    /// Throws mapi_error 400 "Missing required key(s) in response to deserialize Finetune object: …", and
    /// corogql::error of kind decode, which names the JSON path.
    static finetune from_mapi_response(const json::object& response);
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
