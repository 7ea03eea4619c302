#include <corogql/mapi/run_update.hpp>

#include <corogql/error.hpp>

namespace corogql::mapi {

run_update& run_update::max_duration(double hours) {
    constexpr double most = 1e9;
    if (!(hours >= 0 && hours <= most))
        throw error(error_kind::usage, "max_duration must be hours from 0 to 1000000000");
    return max_duration_seconds(static_cast<std::int64_t>(3600 * hours));
}

} // namespace corogql::mapi
