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
    std::optional<std::int64_t> max_duration_seconds;
    std::vector<run_resumption> resumptions; ///< oldest first
    std::optional<run_details> details;

    // As of the last resumption.
    std::optional<std::string> reason;
    std::string cluster;
    std::int64_t gpus = 0;
    std::int64_t cpus = 0;
    std::string gpu_type;
    std::int64_t nodes = 0;
    std::optional<datetime> started_at, ended_at, estimated_end_at;

    /// Throws mapi_error 400 "Missing required key(s) in response to deserialize Run object: …", also for a run
    /// without resumptions, and corogql::error of kind decode, which names the JSON path, for values of another type.
    static run from_mapi_response(const json::object& response);
    std::vector<std::string> cells() const;
};

} // namespace corogql::mapi
