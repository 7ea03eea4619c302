/// A program can wait until a run has come far enough.
#pragma once

#include <corogql/mapi/run.hpp>
#include <corogql/mapi/stream.hpp>

#include <functional>
#include <stdexcept>
#include <string>

namespace corogql::mapi {

/// The run ended, or its stream did, before the status was reached.
class run_status_not_reached : public std::runtime_error {
public:
    /// Makes an error of the run's name, of its last status, and of the one that was waited for.
    run_status_not_reached(std::string name, run_status actual, run_status expected);

    /// Returns the run's name.
    const std::string& name() const noexcept { return name_; }
    /// Returns the last status that was seen.
    run_status actual() const noexcept { return actual_; }
    /// Returns the status that was waited for.
    run_status expected() const noexcept { return expected_; }

private:
    std::string name_;
    run_status actual_, expected_;
};

/// A status callback is called with each status that the run takes, on the connection's loop or the awaiting
/// coroutine's executor.
using status_callback = std::function<void(run_status)>;

/// Waits until the status of a run is `expected` or a later one, and returns the run. It holds no thread and survives
/// reconnections, after which a status that was seen already is not told again. Throws run_status_not_reached and what
/// a stream throws; mapi_error 404 for a run that does not exist any more.
asio::awaitable<run> wait_for_run_status(connection from, std::string name, run_status expected,
                                         status_callback seen = {});
/// Begins wait_for_run_status() at once, for code that blocks, and returns a future whose cancel() ends the wait.
pending<run> start_wait_for_run_status(connection from, std::string name, run_status expected,
                                       status_callback seen = {});

} // namespace corogql::mapi
