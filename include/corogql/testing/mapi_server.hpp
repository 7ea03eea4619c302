/// A MAPI server is a built-in server with a MAPI in memory.
///
///     testing::mapi_server server(testing::mapi_options().sample_runs(3));
///     server.add_run("train");
///     server.inject(testing::fault::on_request().answer(503));
#pragma once

#include <corogql/testing/mapi_service.hpp>
#include <corogql/testing/server.hpp>

#include <string>
#include <string_view>

namespace corogql::testing {

/// A MAPI server is a server whose service is its own; all members may be called from any thread, as those of a server.
class mapi_server : public server {
public:
    /// Makes a server that listens when this returns; the schema of `where` gives way to MAPI's. Throws what a server
    /// throws.
    explicit mapi_server(const mapi_options& options = mapi_options(), const server_options& where = server_options());

    /// Adds a run as createRun does, in this status. Throws field_error (409) when the name is taken.
    void add_run(const std::string& name, std::string status = "RUNNING");
    /// Sets the status of a run; returns false when there is no such run. Watchers see every status, in order.
    bool set_run_status(std::string_view name, std::string status, const std::string& reason = {});
    /// Adds to the log of a run or, failing that, of an inference deployment; returns false when there is neither.
    bool append_log(std::string_view name, std::string_view bytes);

private:
    mapi_server(mapi_service served, server_options where);

    mapi_service mapi_;
};

} // namespace corogql::testing
