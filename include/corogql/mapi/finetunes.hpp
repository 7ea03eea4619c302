/// MAPI's operations on finetunes and pretraining runs, for connection.hpp.
#pragma once

#include <corogql/mapi/finetune.hpp>
#include <corogql/mapi/finetune_config.hpp>
#include <corogql/mapi/operation.hpp>
#include <corogql/mapi/pretrain_config.hpp>

namespace corogql::mapi {

/// Finetunes that meet every condition. A list that is set to an empty one lets none pass.
class finetune_filter {
public:
    finetune_filter() = default;
    explicit finetune_filter(std::string name) { this->name(std::move(name)); }

    /// One more name.
    finetune_filter& name(std::string value);
    finetune_filter& names(std::vector<std::string> values) { return names_ = std::move(values), *this; }
    finetune_filter& statuses(std::vector<run_status> values) { return statuses_ = std::move(values), *this; }
    /// The end is not included, the beginning is. Texts go to the server as they are: a date, or a time.
    finetune_filter& created_before(datetime time) { return created_before(to_string(time)); }
    finetune_filter& created_before(std::string time) { return created_before_ = std::move(time), *this; }
    finetune_filter& created_after(datetime time) { return created_after(to_string(time)); }
    finetune_filter& created_after(std::string time) { return created_after_ = std::move(time), *this; }
    finetune_filter& user_emails(std::vector<std::string> values) { return user_emails_ = std::move(values), *this; }

    // What follows only get_finetunes() looks at.

    /// Default: false.
    finetune_filter& include_deleted(bool yes) { return include_deleted_ = yes, *this; }
    /// Fills finetune::details, which takes the server longer. Default: false.
    finetune_filter& include_details(bool yes) { return include_details_ = yes, *this; }
    /// Finetunes in a page. Nothing: as many as the server likes. Default: 100.
    finetune_filter& limit(std::optional<std::int64_t> finetunes) { return limit_ = finetunes, *this; }

    /// Whether any condition was set.
    bool restricts() const;
    /// MAPI's GetFinetunesInput.
    json::object to_json() const;
    /// MAPI's GetFinetunesPaginatedInput.
    json::object to_page_json() const;
    bool include_details() const noexcept { return include_details_; }

private:
    std::optional<std::vector<std::string>> names_, user_emails_;
    std::optional<std::vector<run_status>> statuses_;
    std::optional<std::string> created_before_, created_after_;
    bool include_deleted_ = false, include_details_ = false;
    std::optional<std::int64_t> limit_ = 100;
};

/// run_singular<finetune>. Never repeated when it may have been done. Throws what finetune_config::to_finetune_input()
/// throws.
operation create_finetune(const finetune_config& config);
/// The same from MAPI's `config`, which has camelCase keys: model, trainDataPath, saveFolder, …
operation create_finetune(json::object finetune_input);
/// run_singular<run>: a pretraining run. Never repeated when it may have been done. Throws what
/// pretrain_config::to_pretrain_input() throws.
operation create_pretrain(const pretrain_config& config);
/// The same from MAPI's CreatePretrainInput: model, trainData, saveFolder, compute, …
operation create_pretrain(json::object pretrain_input);
/// run_paginated<finetune>.
operation get_finetunes(const finetune_filter& filter = {});
/// run_plural<formatted_run_event>: what happened to a finetune; resumption_index is always 0.
operation get_finetune_events(const std::string& name);

// run_plural<finetune>: those that were meant. A filter without any condition is corogql::error of kind usage.

operation stop_finetunes(const finetune_filter& filter, const std::string& reason = {});
/// When an attempt whose answer was lost is repeated, what the first one deleted is not in the list.
operation delete_finetunes(const finetune_filter& filter);

} // namespace corogql::mapi
