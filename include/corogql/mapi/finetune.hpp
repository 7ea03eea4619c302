/// A finetune is a model being finetuned.
#pragma once

#include <corogql/mapi/formatted_run_event.hpp>
#include <corogql/mapi/run_status.hpp>

#include <boost/json/value.hpp>

#include <optional>

namespace corogql::mapi {

/// The details of a finetune are what it is made of.
struct finetune_details {
    std::string model;                   ///< Names the model that is finetuned.
    std::string task_type;               ///< Holds the task, in the server's words.
    std::string train_data_path;         ///< Says where the training data is.
    std::string save_folder;             ///< Says where what comes of it is saved.
    std::string eval_data_path;          ///< Says where the data for evaluation is; empty without any.
    json::value eval_prompts;            ///< Holds a list of texts, or null.
    std::string training_duration;       ///< Says how long it trains, as in "10ep".
    std::optional<double> learning_rate; ///< Holds the learning rate; nothing for the server's own.
    /// Holds the length of the context, in tokens; nothing for the server's own.
    std::optional<std::int64_t> context_length;
    json::value experiment_tracker;  ///< Holds the experiment trackers, in MAPI's words, or null.
    std::string custom_weights_path; ///< Says where the weights are that it begins with; empty for the model's own.
    json::value data_prep_config;    ///< Holds how the data is prepared, in MAPI's words, or null.
    std::vector<formatted_run_event> events; ///< Holds what has happened to it, oldest first.
};

/// A finetune is a training that MAPI runs.
struct finetune {
    static constexpr object_type type = object_type::finetune; ///< Names what this is a model of.

    std::string id;                           ///< Holds the server's id.
    std::string name;                         ///< Holds the name.
    run_status status = run_status::unknown;  ///< Holds the status.
    std::string created_by_id;                ///< Holds the id of who created it.
    std::string created_by_email;             ///< Holds the address of who created it.
    datetime created_at{};                    ///< Says when it was created.
    datetime updated_at{};                    ///< Says when it was last changed.
    std::optional<datetime> started_at;       ///< Says when it began; nothing before that.
    std::optional<datetime> completed_at;     ///< Says when it ended; nothing before that.
    std::optional<datetime> estimated_end_at; ///< Says when it will end, as far as is known.
    std::optional<std::string> reason;        ///< Says why it has its status, where the server tells.
    bool is_deleted = false;                  ///< Says whether it was deleted.
    /// Holds its details, where they were asked for: finetune_filter::include_details().
    std::optional<finetune_details> details;

    /// Reads a finetune from MAPI's answer. Throws mapi_error 400 "Missing required key(s) in response to deserialize
    /// Finetune object: …", and corogql::error of kind `decode`, which names the JSON path.
    static finetune from_mapi_response(const json::object& response);
    /// Returns the cells of its row in a table; display_columns() has the headings.
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
