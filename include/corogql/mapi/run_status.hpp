/// The statuses of a run, in the order in which it goes through them.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/value.hpp>

#include <string_view>

namespace corogql::mapi {

namespace json = boost::json;

enum class run_status {
    unknown,
    pending,
    queued,
    starting,
    running,
    terminating,
    completed,
    stopped,
    failed,
};

/// Case, underscores, hyphens and blanks do not matter; `unknown` for any other word.
run_status run_status_from_string(std::string_view text) noexcept;
/// "RUNNING"
std::string_view to_string(run_status status) noexcept;

/// Whether `status` comes later than `other`; with `inclusive` also when it is the same.
bool after(run_status status, run_status other, bool inclusive = false) noexcept;
bool before(run_status status, run_status other, bool inclusive = false) noexcept;
/// Completed, stopped or failed: nothing comes any more, unless the run is started again.
bool is_terminal(run_status status) noexcept;

/// For corogql::decode(): watch_run_status() answers with such words. Throws when `value` is no string.
void from_json(const json::value& value, run_status& out);

} // namespace corogql::mapi
