/// A run filter says which runs are meant.
#pragma once

#include <corogql/mapi/datetime.hpp>
#include <corogql/mapi/run_status.hpp>
#include <corogql/mapi/run_type.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace corogql::mapi {

namespace json = boost::json;

/// A run filter lets runs pass that meet every condition. A list that is set to an empty one lets no run pass; one that
/// is never set, all.
class run_filter {
public:
    /// Makes a filter without conditions.
    run_filter() = default;
    /// Makes a filter for the run of this name.
    explicit run_filter(std::string name) { this->name(std::move(name)); }

    /// Adds one more name.
    run_filter& name(std::string value);
    /// Sets the names.
    run_filter& names(std::vector<std::string> values) { return names_ = std::move(values), *this; }
    /// Sets the statuses.
    run_filter& statuses(std::vector<run_status> values) { return statuses_ = std::move(values), *this; }
    /// Lets pass what was created before a time.
    run_filter& created_before(datetime time) { return created_before(to_string(time)); }
    /// Lets pass what was created before a time, a text that goes to the server as it is: a date, or a time.
    run_filter& created_before(std::string time) { return created_before_ = std::move(time), *this; }
    /// Lets pass what was created at a time or later.
    run_filter& created_after(datetime time) { return created_after(to_string(time)); }
    /// Lets pass what was created at a time or later, a text that goes to the server as it is: a date, or a time.
    run_filter& created_after(std::string time) { return created_after_ = std::move(time), *this; }
    /// Lets pass what ended before a time.
    run_filter& ended_before(datetime time) { return ended_before(to_string(time)); }
    /// Lets pass what ended before a time, a text that goes to the server as it is: a date, or a time.
    run_filter& ended_before(std::string time) { return ended_before_ = std::move(time), *this; }
    /// Lets pass what ended at a time or later.
    run_filter& ended_after(datetime time) { return ended_after(to_string(time)); }
    /// Lets pass what ended at a time or later, a text that goes to the server as it is: a date, or a time.
    run_filter& ended_after(std::string time) { return ended_after_ = std::move(time), *this; }
    /// Sets the names of clusters.
    run_filter& clusters(std::vector<std::string> values) { return clusters_ = std::move(values), *this; }
    /// Sets the types of GPU.
    run_filter& gpu_types(std::vector<std::string> values) { return gpu_types_ = std::move(values), *this; }
    /// Sets the numbers of GPUs.
    run_filter& gpu_nums(std::vector<std::int64_t> values) { return gpu_nums_ = std::move(values), *this; }
    /// Sets the types of runs.
    run_filter& run_types(std::vector<run_type> values) { return run_types_ = std::move(values), *this; }
    /// Sets the addresses of users.
    run_filter& user_emails(std::vector<std::string> values) { return user_emails_ = std::move(values), *this; }
    /// Sets the ids of organizations.
    run_filter& organization_ids(std::vector<std::string> values) {
        return organization_ids_ = std::move(values), *this;
    }
    /// Lets also runs pass that were deleted. Default: false.
    run_filter& include_deleted(bool yes) { return include_deleted_ = yes, *this; }
    /// Fills run::details, which takes the server longer; only get_runs() looks at it. Default: false.
    run_filter& include_details(bool yes) { return include_details_ = yes, *this; }
    /// Sets how many runs are in a page; only get_runs() looks at it. Nothing: as many as the server likes. Default:
    /// 100.
    run_filter& limit(std::optional<std::int64_t> runs) { return limit_ = runs, *this; }

    /// Returns whether any condition was set.
    bool restricts() const;
    /// Returns MAPI's GetRunsInput; `includeDeleted` is there only where it was asked for.
    json::object to_json() const;
    /// Returns MAPI's GetRunsPaginatedInput.
    json::object to_page_json() const;
    /// Returns whether run::details is filled.
    bool include_details() const noexcept { return include_details_; }

private:
    std::optional<std::vector<std::string>> names_, clusters_, gpu_types_, user_emails_, organization_ids_;
    std::optional<std::vector<run_status>> statuses_;
    std::optional<std::vector<std::int64_t>> gpu_nums_;
    std::optional<std::vector<run_type>> run_types_;
    std::optional<std::string> created_before_, created_after_, ended_before_, ended_after_;
    bool include_deleted_ = false, include_details_ = false;
    std::optional<std::int64_t> limit_ = 100;
};

} // namespace corogql::mapi
