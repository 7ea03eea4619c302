/// A resumption is one execution of a run. Every start and every retry makes another one.
#pragma once

#include <corogql/mapi/datetime.hpp>
#include <corogql/mapi/run_status.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace corogql::mapi {

/// A resumption says where an execution of a run works, and how far it is.
struct run_resumption {
    std::int64_t execution_index = 0;         ///< Counts the executions of the run, from 0.
    std::string cluster;                      ///< Names the cluster; empty before there is one.
    double gpus = 0;                          ///< Counts the GPUs.
    double cpus = 0;                          ///< Counts the processors.
    std::string gpu_type;                     ///< Names the type of GPU; empty without GPUs.
    std::int64_t nodes = 0;                   ///< Counts the nodes.
    run_status status = run_status::unknown;  ///< Holds the status.
    std::optional<datetime> started_at;       ///< Says when it began; nothing before that.
    std::optional<datetime> ended_at;         ///< Says when it ended; nothing before that.
    std::optional<datetime> estimated_end_at; ///< Says when it will end, as far as is known.
    std::optional<std::string> reason;        ///< Says why it has its status, where the server tells.
};

} // namespace corogql::mapi
