/// This header has MAPI's operations on finetunes and pretraining runs, for connection.hpp.
#pragma once

#include <corogql/mapi/finetune.hpp>
#include <corogql/mapi/finetune_config.hpp>
#include <corogql/mapi/operation.hpp>
#include <corogql/mapi/pretrain_config.hpp>

namespace corogql::mapi {

/// A finetune filter lets finetunes pass that meet every condition. A list that is set to an empty one lets none pass.
class finetune_filter {
public:
    /// Makes a filter without conditions.
    finetune_filter() = default;
    /// Makes a filter for the finetune of this name.
    explicit finetune_filter(std::string name) { this->name(std::move(name)); }

    /// Adds one more name.
    finetune_filter& name(std::string value);
    /// Sets the names.
    finetune_filter& names(std::vector<std::string> values) { return names_ = std::move(values), *this; }
    /// Sets the statuses.
    finetune_filter& statuses(std::vector<run_status> values) { return statuses_ = std::move(values), *this; }
    /// Lets pass what was created before a time.
    finetune_filter& created_before(datetime time) { return created_before(to_string(time)); }
    /// Lets pass what was created before a time, a text that goes to the server as it is: a date, or a time.
    finetune_filter& created_before(std::string time) { return created_before_ = std::move(time), *this; }
    /// Lets pass what was created at a time or later.
    finetune_filter& created_after(datetime time) { return created_after(to_string(time)); }
    /// Lets pass what was created at a time or later, a text that goes to the server as it is: a date, or a time.
    finetune_filter& created_after(std::string time) { return created_after_ = std::move(time), *this; }
    /// Sets the addresses of users.
    finetune_filter& user_emails(std::vector<std::string> values) { return user_emails_ = std::move(values), *this; }

    /// Lets also finetunes pass that were deleted; only get_finetunes() looks at it. Default: false.
    finetune_filter& include_deleted(bool yes) { return include_deleted_ = yes, *this; }
    /// Fills finetune::details, which takes the server longer; only get_finetunes() looks at it. Default: false.
    finetune_filter& include_details(bool yes) { return include_details_ = yes, *this; }
    /// Sets how many finetunes are in a page; only get_finetunes() looks at it. Nothing: as many as the server likes.
    /// Default: 100.
    finetune_filter& limit(std::optional<std::int64_t> finetunes) { return limit_ = finetunes, *this; }

    /// Returns whether any condition was set.
    bool restricts() const;
    /// Returns MAPI's GetFinetunesInput.
    json::object to_json() const;
    /// Returns MAPI's GetFinetunesPaginatedInput.
    json::object to_page_json() const;
    /// Returns whether finetune::details is filled.
    bool include_details() const noexcept { return include_details_; }

private:
    std::optional<std::vector<std::string>> names_, user_emails_;
    std::optional<std::vector<run_status>> statuses_;
    std::optional<std::string> created_before_, created_after_;
    bool include_deleted_ = false, include_details_ = false;
    std::optional<std::int64_t> limit_ = 100;
};

/// Creates a finetune; it is run by `run_singular<finetune>`. It is never repeated when it may have been done. Throws
/// what finetune_config::to_finetune_input() throws.
operation create_finetune(const finetune_config& config);
/// Creates a finetune from MAPI's `config`, which has camelCase keys: model, trainDataPath, saveFolder, … It is run as
/// the other form is.
operation create_finetune(json::object finetune_input);
/// Creates a pretraining run; it is run by `run_singular<run>`. It is never repeated when it may have been done. Throws
/// what pretrain_config::to_pretrain_input() throws.
operation create_pretrain(const pretrain_config& config);
/// Creates a pretraining run from MAPI's CreatePretrainInput: model, trainData, saveFolder, compute, … It is run as the
/// other form is.
operation create_pretrain(json::object pretrain_input);
/// Asks for finetunes; it is run by `run_paginated<finetune>`.
operation get_finetunes(const finetune_filter& filter = {});
/// Asks what happened to a finetune; it is run by `run_plural<formatted_run_event>`. resumption_index is always 0.
operation get_finetune_events(const std::string& name);

/// Stops finetunes. It is run by `run_plural<finetune>`, which returns those that were meant. A filter without any
/// condition is corogql::error of kind `usage`.
operation stop_finetunes(const finetune_filter& filter, const std::string& reason = {});
/// Deletes finetunes. It is run by `run_plural<finetune>`, which returns those that were meant. A filter without any
/// condition is corogql::error of kind `usage`. When an attempt whose answer was lost is repeated, what the first one
/// deleted is not in the list.
operation delete_finetunes(const finetune_filter& filter);

} // namespace corogql::mapi
