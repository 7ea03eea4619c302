/// An update is an entry of a run's lifecycle: one status that it had.
#pragma once

#include <corogql/mapi/datetime.hpp>
#include <corogql/mapi/run_status.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace corogql::mapi {

/// An update says when a run had a status.
struct run_status_update {
    std::int64_t execution_index = 0;        ///< Holds the number of the execution, from 0.
    run_status status = run_status::unknown; ///< Holds the status.
    std::optional<datetime> started_at;      ///< Says when the status began.
    std::optional<datetime> ended_at;        ///< Says when the status ended; nothing while it goes on.
    std::optional<std::string> reason;       ///< Says why it had the status, where the server tells.
};

} // namespace corogql::mapi
