/// What of a run can be changed. What is not set stays.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>

namespace corogql::mapi {

namespace json = boost::json;

class run_update {
public:
    run_update() = default;

    run_update& preemptible(bool yes) { return set("preemptible", yes); }
    /// auto, low or lowest.
    run_update& priority(const std::string& word) { return set("priority", json::string(word)); }
    run_update& max_retries(std::int64_t count) { return set("maxRetries", count); }
    run_update& retry_on_system_failure(bool yes) { return set("retryOnSystemFailure", yes); }
    run_update& max_duration_seconds(std::int64_t seconds) { return set("maxDurationSeconds", seconds); }
    /// In hours, of which whole seconds count. Throws corogql::error of kind usage for what is negative, or no time.
    run_update& max_duration(double hours);

    /// MAPI's UpdateRunInput.
    const json::object& to_json() const noexcept { return changes_; }

private:
    run_update& set(const char* name, json::value value) { return changes_[name] = std::move(value), *this; }

    json::object changes_;
};

} // namespace corogql::mapi
