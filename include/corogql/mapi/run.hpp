/// A run.
#pragma once

#include <corogql/mapi/run_details.hpp>
#include <corogql/mapi/run_resumption.hpp>
#include <corogql/mapi/run_type.hpp>

namespace corogql::mapi {

struct run {
    static constexpr object_type type = object_type::run;

    std::string id;
    std::string name;
    run_status status = run_status::unknown;
    datetime created_at{};
    datetime updated_at{};
    std::string created_by_email;
    std::string priority; ///< auto, low, lowest
    bool preemptible = false;
    bool retry_on_system_failure = false;
    bool is_deleted = false;
    mapi::run_type run_type = mapi::run_type::unknown;
    std::optional<std::int64_t> max_retries;
    std::optional<double> max_duration; ///< hours
    std::optional<std::int64_t> max_duration_seconds;
    std::vector<run_resumption> resumptions; ///< oldest first; never empty in a run that was read
    std::optional<run_details> details;      ///< where they were asked for: run_filter::include_details()

    /// When the first resumption that ever started did so.
    std::optional<datetime> started_at;
    /// When the last resumption ended; nothing while it goes on. Resumptions that were stopped before they started do
    /// not count.
    std::optional<datetime> completed_at;

    // As of the last resumption.
    std::optional<std::string> reason;
    std::string cluster;
    double gpus = 0;
    double cpus = 0;
    std::string gpu_type;
    std::int64_t nodes = 0;
    std::optional<datetime> estimated_end_at;

    const run_resumption& latest_resumption() const { return resumptions.back(); }
    std::size_t resumption_count() const noexcept { return resumptions.size(); }
    /// Time in PENDING and in RUNNING over all resumptions, as the lifecycle among the details tells; a status that has
    /// not ended counts up to `now`. Zero without details.
    std::chrono::duration<double> cumulative_pending_time(datetime now = current_time()) const;
    std::chrono::duration<double> cumulative_running_time(datetime now = current_time()) const;
    /// Hours of all resumptions times their GPUs; the last one counts up to `now` while it runs.
    double gpu_hours(datetime now = current_time()) const;
    /// The name with a mark: a watchdog's dog where the run is started again after system failures, else "(Deleted)"
    /// for one that is.
    std::string display_name() const;

    /// Throws mapi_error 400 "Missing required key(s) in response to deserialize Run object: …", also for a run
    /// without resumptions, and corogql::error of kind decode, which names the JSON path, for values of another type.
    static run from_mapi_response(const json::object& response);
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
