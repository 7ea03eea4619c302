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
    /// The end is not included, the beginning is.
    run_filter& created_before(datetime time) { return created_before_ = time, *this; }
    run_filter& created_after(datetime time) { return created_after_ = time, *this; }
    run_filter& ended_before(datetime time) { return ended_before_ = time, *this; }
    run_filter& ended_after(datetime time) { return ended_after_ = time, *this; }
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
    /// Runs in a page; only get_runs() looks at it. Default: 100.
    run_filter& limit(std::int64_t runs) { return limit_ = runs, *this; }

    /// Whether any condition was set.
    bool restricts() const;
    /// MAPI's GetRunsInput.
    json::object to_json() const;
    std::int64_t limit() const noexcept { return limit_; }

private:
    std::optional<std::vector<std::string>> names_, clusters_, gpu_types_, user_emails_, organization_ids_;
    std::optional<std::vector<run_status>> statuses_;
    std::optional<std::vector<std::int64_t>> gpu_nums_;
    std::optional<std::vector<run_type>> run_types_;
    std::optional<datetime> created_before_, created_after_, ended_before_, ended_after_;
    bool include_deleted_ = false;
    std::int64_t limit_ = 100;
};

} // namespace corogql::mapi
