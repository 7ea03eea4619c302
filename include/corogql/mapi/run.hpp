/// A run is what MAPI executes on a cluster.
#pragma once

#include <corogql/mapi/run_details.hpp>
#include <corogql/mapi/run_resumption.hpp>
#include <corogql/mapi/run_type.hpp>

namespace corogql::mapi {

/// A run has one resumption or more; its own numbers are those of the last.
struct run {
    static constexpr object_type type = object_type::run; ///< Names what this is a model of.

    std::string id;                                    ///< Holds the server's id.
    std::string name;                                  ///< Holds the name.
    run_status status = run_status::unknown;           ///< Holds the status.
    datetime created_at{};                             ///< Says when it was created.
    datetime updated_at{};                             ///< Says when it was last changed.
    std::string created_by_email;                      ///< Holds the address of who created it.
    std::string priority;                              ///< Holds the priority: auto, low, lowest.
    bool preemptible = false;                          ///< Says whether it may be stopped for others.
    bool retry_on_system_failure = false;              ///< Says whether it is started again after system failures.
    bool is_deleted = false;                           ///< Says whether it was deleted.
    mapi::run_type run_type = mapi::run_type::unknown; ///< Says what it is for.
    /// Limits how often it is started again; nothing where the server does not tell.
    std::optional<std::int64_t> max_retries;
    std::optional<double> max_duration;               ///< Limits its time, in hours; nothing without a limit.
    std::optional<std::int64_t> max_duration_seconds; ///< Limits its time, in seconds; nothing without a limit.
    /// Holds its resumptions, oldest first; never empty in a run that was read.
    std::vector<run_resumption> resumptions;
    /// Holds its details, where they were asked for: run_filter::include_details().
    std::optional<run_details> details;

    std::optional<datetime> started_at; ///< Says when the first resumption that ever started did so.
    /// Says when the last resumption ended; nothing while it goes on. Resumptions that were stopped before they started
    /// do not count.
    std::optional<datetime> completed_at;

    std::optional<std::string> reason;        ///< Says why the last resumption has its status.
    std::string cluster;                      ///< Names the cluster of the last resumption.
    double gpus = 0;                          ///< Counts the GPUs of the last resumption.
    double cpus = 0;                          ///< Counts the processors of the last resumption.
    std::string gpu_type;                     ///< Names the type of GPU of the last resumption.
    std::int64_t nodes = 0;                   ///< Counts the nodes of the last resumption.
    std::optional<datetime> estimated_end_at; ///< Says when the last resumption will end, as far as is known.

    /// Returns the last resumption; there must be one.
    const run_resumption& latest_resumption() const { return resumptions.back(); }
    /// Returns how many resumptions there are.
    std::size_t resumption_count() const noexcept { return resumptions.size(); }
    /// Returns the time in PENDING over all resumptions, as the lifecycle among the details tells; a status that has
    /// not ended counts up to `now`. It is zero without details.
    std::chrono::duration<double> cumulative_pending_time(datetime now = current_time()) const;
    /// Returns the time in RUNNING over all resumptions, as the lifecycle among the details tells; a status that has
    /// not ended counts up to `now`. It is zero without details.
    std::chrono::duration<double> cumulative_running_time(datetime now = current_time()) const;
    /// Returns the hours of all resumptions times their GPUs; the last one counts up to `now` while it runs.
    double gpu_hours(datetime now = current_time()) const;
    /// Returns the name with a mark: a watchdog's dog where the run is started again after system failures, else
    /// "(Deleted)" for one that is.
    std::string display_name() const;

    /// Reads a run from MAPI's answer. Throws mapi_error 400 "Missing required key(s) in response to deserialize Run
    /// object: …", also for a run without resumptions, and corogql::error of kind `decode`, which names the JSON path,
    /// for values of another type.
    static run from_mapi_response(const json::object& response);
    /// Returns the cells of its row in a table; display_columns() has the headings.
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
