/// One execution of a run. Every start and every retry makes another one.
#pragma once

#include <corogql/mapi/datetime.hpp>
#include <corogql/mapi/run_status.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace corogql::mapi {

struct run_resumption {
    std::int64_t execution_index = 0;
    std::string cluster; ///< empty before there is one
    double gpus = 0;
    double cpus = 0;
    std::string gpu_type; ///< empty without GPUs
    std::int64_t nodes = 0;
    run_status status = run_status::unknown;
    std::optional<datetime> started_at, ended_at, estimated_end_at;
    std::optional<std::string> reason;
};

} // namespace corogql::mapi
