/// An entry of a run's lifecycle: one status that it had.
#pragma once

#include <corogql/mapi/datetime.hpp>
#include <corogql/mapi/run_status.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace corogql::mapi {

struct run_status_update {
    std::int64_t execution_index = 0;
    run_status status = run_status::unknown;
    std::optional<datetime> started_at, ended_at;
    std::optional<std::string> reason;
};

} // namespace corogql::mapi
