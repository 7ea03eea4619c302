/// A run goes through these statuses.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/value.hpp>

#include <string_view>

namespace corogql::mapi {

namespace json = boost::json;

/// A status says how far a run is; they stand in the order in which a run goes through them.
enum class run_status {
    unknown,     ///< The server's word is none of the others.
    pending,     ///< The run waits to be taken up.
    queued,      ///< The run waits for a place on a cluster.
    starting,    ///< The run is being started.
    running,     ///< The run is at work.
    terminating, ///< The run is being ended.
    completed,   ///< The run has come to its own end.
    stopped,     ///< The run was stopped.
    failed,      ///< The run has failed.
};

/// Returns the status of a word; case, underscores, hyphens and blanks do not matter. It is `unknown` for any other
/// word.
run_status run_status_from_string(std::string_view text) noexcept;
/// Returns MAPI's word: "RUNNING".
std::string_view to_string(run_status status) noexcept;

/// Returns whether `status` comes later than `other`; with `inclusive` also when it is the same.
bool after(run_status status, run_status other, bool inclusive = false) noexcept;
/// Returns whether `status` comes earlier than `other`; with `inclusive` also when it is the same.
bool before(run_status status, run_status other, bool inclusive = false) noexcept;
/// Returns whether a status is completed, stopped or failed: nothing comes any more, unless the run is started again.
bool is_terminal(run_status status) noexcept;

/// Reads a status for corogql::decode(), as watch_run_status() answers with such words. Throws when `value` is no
/// string.
void from_json(const json::value& value, run_status& out);

} // namespace corogql::mapi
