/// Which runs.
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

/// Runs that meet every condition. A list that is set to an empty one lets no run pass; one that is never set, all.
class run_filter {
public:
    run_filter() = default;
    /// The run of this name.
    explicit run_filter(std::string name) { this->name(std::move(name)); }

    /// One more name.
    run_filter& name(std::string value);
    run_filter& names(std::vector<std::string> values) { return names_ = std::move(values), *this; }
    run_filter& statuses(std::vector<run_status> values) { return statuses_ = std::move(values), *this; }
    /// The end is not included, the beginning is. Texts go to the server as they are: a date, or a time.
    run_filter& created_before(datetime time) { return created_before(to_string(time)); }
    run_filter& created_before(std::string time) { return created_before_ = std::move(time), *this; }
    run_filter& created_after(datetime time) { return created_after(to_string(time)); }
    run_filter& created_after(std::string time) { return created_after_ = std::move(time), *this; }
    run_filter& ended_before(datetime time) { return ended_before(to_string(time)); }
    run_filter& ended_before(std::string time) { return ended_before_ = std::move(time), *this; }
    run_filter& ended_after(datetime time) { return ended_after(to_string(time)); }
    run_filter& ended_after(std::string time) { return ended_after_ = std::move(time), *this; }
    run_filter& clusters(std::vector<std::string> values) { return clusters_ = std::move(values), *this; }
    run_filter& gpu_types(std::vector<std::string> values) { return gpu_types_ = std::move(values), *this; }
    run_filter& gpu_nums(std::vector<std::int64_t> values) { return gpu_nums_ = std::move(values), *this; }
    run_filter& run_types(std::vector<run_type> values) { return run_types_ = std::move(values), *this; }
    run_filter& user_emails(std::vector<std::string> values) { return user_emails_ = std::move(values), *this; }
    run_filter& organization_ids(std::vector<std::string> values) {
        return organization_ids_ = std::move(values), *this;
    }
    /// Default: false.
    run_filter& include_deleted(bool yes) { return include_deleted_ = yes, *this; }
    /// Fills run::details, which takes the server longer; only get_runs() looks at it. Default: false.
    run_filter& include_details(bool yes) { return include_details_ = yes, *this; }
    /// Runs in a page; only get_runs() looks at it. Nothing: as many as the server likes. Default: 100.
    run_filter& limit(std::optional<std::int64_t> runs) { return limit_ = runs, *this; }

    /// Whether any condition was set.
    bool restricts() const;
    /// MAPI's GetRunsInput: `includeDeleted` only where it was asked for.
    json::object to_json() const;
    /// MAPI's GetRunsPaginatedInput.
    json::object to_page_json() const;
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
