/// Waiting until a run has come far enough.
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
    run_status_not_reached(std::string name, run_status actual, run_status expected);

    const std::string& name() const noexcept { return name_; }
    run_status actual() const noexcept { return actual_; }
    run_status expected() const noexcept { return expected_; }

private:
    std::string name_;
    run_status actual_, expected_;
};

/// Called with each status that the run takes, on the connection's loop or the awaiting coroutine's executor.
using status_callback = std::function<void(run_status)>;

/// The run, once its status is `expected` or a later one. Holds no thread; survives reconnections, after which a status
/// that was seen already is not told again. Throws run_status_not_reached and what a stream throws; mapi_error 404 for
/// a run that does not exist any more.
asio::awaitable<run> wait_for_run_status(connection from, std::string name, run_status expected,
                                         status_callback seen = {});
/// The same for code that blocks.
pending<run> start_wait_for_run_status(connection from, std::string name, run_status expected,
                                       status_callback seen = {});

} // namespace corogql::mapi
