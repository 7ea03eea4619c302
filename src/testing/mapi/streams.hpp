/// The built-in server has these subscriptions.
#pragma once

#include "testing/mapi/run.hpp"
#include <corogql/testing/event_source.hpp>

#include <memory>

namespace corogql::testing {

/// Gives the current status, then each change; ends after a terminal one.
std::unique_ptr<event_source> watch_run_status(std::shared_ptr<mapi_run> run);

struct log_position {
    std::size_t offset = 0;
    /// So many lines from the end are read, if no offset was given. A negative number means all.
    std::int64_t tail = -1;
    /// The log is read until the item has finished; otherwise only what there is now is read.
    bool follow = false;
    std::size_t chunk = 1024;
};

/// Reads an input {offset, tail, follow}. Throws field_error (400) for an offset below 0.
log_position to_position(const json::object& input, std::size_t chunk);

/// Gives pieces of a log as {chunk: base64, endOffset}.
std::unique_ptr<event_source> read_log(std::shared_ptr<mapi_item> item, const log_position& from);

} // namespace corogql::testing
