/// An update says what of a run is to be changed. What is not set stays.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>

namespace corogql::mapi {

namespace json = boost::json;

/// An update sets what can be changed of a run; what is not set stays.
class run_update {
public:
    /// Makes an update that changes nothing.
    run_update() = default;

    /// Lets the run be stopped for others, or not.
    run_update& preemptible(bool yes) { return set("preemptible", yes); }
    /// Sets the priority: auto, low or lowest.
    run_update& priority(const std::string& word) { return set("priority", json::string(word)); }
    /// Sets how often the run is started again at most.
    run_update& max_retries(std::int64_t count) { return set("maxRetries", count); }
    /// Starts the run again after system failures, or not.
    run_update& retry_on_system_failure(bool yes) { return set("retryOnSystemFailure", yes); }
    /// Sets how long the run may take, in seconds.
    run_update& max_duration_seconds(std::int64_t seconds) { return set("maxDurationSeconds", seconds); }
    /// Sets how long the run may take, in hours, of which whole seconds count. Throws corogql::error of kind `usage`
    /// for what is negative, or no time.
    run_update& max_duration(double hours);

    /// Returns MAPI's UpdateRunInput.
    const json::object& to_json() const noexcept { return changes_; }

private:
    run_update& set(const char* name, json::value value) { return changes_[name] = std::move(value), *this; }

    json::object changes_;
};

} // namespace corogql::mapi
