/// A MAPI service is the MosaicML MAPI in memory, for tests of programs that use it: a served schema with its data.
///
/// It is in a library of its own, corogql_mapi_testing. Its schema has MAPI's operations as `corogql::mapi` and the
/// Python package use them, and the plain ones that a testing::server has without a schema. A `mapi_server` serves it
/// on a thread of its own; in a simulation:
///
///     simulation world;
///     simulated_server server(world);
///     mapi_service mapi;
///     server.serve(mapi.schema());
///     mapi.add_run("train");
#pragma once

#include <corogql/testing/served_schema.hpp>
#include <corogql/testing/server.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace corogql::testing {

class mapi_store;

/// MAPI options say what a service begins with and does by itself.
class mapi_options {
public:
    /// Sets the largest piece of a log that is sent at once, in bytes, at least 1; it may split a character. Default:
    /// 1024.
    mapi_options& log_chunk(std::size_t bytes) { return log_chunk_ = std::max<std::size_t>(bytes, 1), *this; }
    /// Starts with so many finished runs, `sample-1` the oldest. Default: 0.
    mapi_options& sample_runs(std::size_t count) { return sample_runs_ = count, *this; }
    /// Makes created and started runs advance by one status, or write one line of log while they run, every so often.
    /// Default: 0, they change only on command.
    mapi_options& pace(std::chrono::milliseconds step) { return pace_ = step, *this; }

    /// Returns the largest piece of a log that is sent at once.
    std::size_t log_chunk() const noexcept { return log_chunk_; }
    /// Returns how many finished runs there are at the beginning.
    std::size_t sample_runs() const noexcept { return sample_runs_; }
    /// Returns how often runs move on; 0 is never.
    std::chrono::milliseconds pace() const noexcept { return pace_; }

private:
    std::size_t log_chunk_ = 1024;
    std::size_t sample_runs_ = 0;
    std::chrono::milliseconds pace_{0};
};

/// A MAPI service is a handle: copies, and the schemas it gives, share its data, which lives as long as one of them.
/// Its members belong to the thread that serves it: where a server does, call them within server::run(), as
/// mapi_server's own do. Ids and timestamps follow from the order of calls alone: a test sees the same ones every time.
class mapi_service {
public:
    /// Makes a service with data of its own.
    explicit mapi_service(const mapi_options& options = mapi_options());

    /// Returns what a server serves.
    served_schema schema() const;
    /// Has a server serve it, at its pace.
    void serve_by(server_options& server) const;
    /// Returns what can be asked, in the schema definition language.
    static std::string_view sdl() noexcept;

    /// Adds a run as createRun does, in this status. Throws field_error (409) when the name is taken.
    void add_run(const std::string& name, std::string status = "RUNNING");
    /// Sets the status of a run; returns false when there is no such run. Watchers see every status, in order.
    bool set_run_status(std::string_view name, std::string status, const std::string& reason = {});
    /// Adds to the log of a run or, failing that, of an inference deployment; returns false when there is neither.
    bool append_log(std::string_view name, std::string_view bytes);
    /// Moves created and started runs on by one step, where they have a pace.
    void advance();

private:
    mapi_options options_;
    std::shared_ptr<mapi_store> store_;
};

} // namespace corogql::testing
