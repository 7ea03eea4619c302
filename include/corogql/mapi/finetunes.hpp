/// MAPI's operations on finetunes, for connection.hpp.
#pragma once

#include <corogql/mapi/finetune.hpp>
#include <corogql/mapi/operation.hpp>

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
    /// The end is not included, the beginning is.
    finetune_filter& created_before(datetime time) { return created_before_ = time, *this; }
    finetune_filter& created_after(datetime time) { return created_after_ = time, *this; }
    /// Default: false.
    finetune_filter& include_deleted(bool yes) { return include_deleted_ = yes, *this; }
    /// Finetunes in a page; only get_finetunes() looks at it. Default: 100.
    finetune_filter& limit(std::int64_t finetunes) { return limit_ = finetunes, *this; }

    /// Whether any condition was set.
    bool restricts() const;
    /// MAPI's GetFinetunesInput.
    json::object to_json() const;
    std::int64_t limit() const noexcept { return limit_; }

private:
    std::optional<std::vector<std::string>> names_;
    std::optional<std::vector<run_status>> statuses_;
    std::optional<datetime> created_before_, created_after_;
    bool include_deleted_ = false;
    std::int64_t limit_ = 100;
};

/// run_singular<finetune>. Never repeated when it may have been done.
operation create_finetune(json::object data);
/// run_paginated<finetune>.
operation get_finetunes(const finetune_filter& filter = {});

// run_plural<finetune>: those that were meant. A filter without any condition is corogql::error of kind usage.

operation stop_finetunes(const finetune_filter& filter, const std::string& reason = {});
/// When an attempt whose answer was lost is repeated, what the first one deleted is not in the list.
operation delete_finetunes(const finetune_filter& filter);

} // namespace corogql::mapi
