/// The subscriptions of the built-in server.
#pragma once

#include "testing/graphql/event_source.hpp"
#include "testing/mapi/run.hpp"

#include "transport/runtime.hpp"

#include <memory>

namespace corogql::testing {

/// The current status, then each change; ends after a terminal one.
std::unique_ptr<event_source> watch_run_status(std::shared_ptr<mapi_run> run);

struct log_position {
    std::size_t offset = 0;
    std::int64_t tail = -1; ///< so many lines from the end; only without an offset. Negative: all
    bool follow = false;    ///< until the item has finished; otherwise what there is now
    std::size_t chunk = 1024;
};

/// Of an input {offset, tail, follow}. Throws field_error (400) for an offset below 0.
log_position to_position(const json::object& input, std::size_t chunk);

/// {chunk: base64, endOffset}.
std::unique_ptr<event_source> read_log(std::shared_ptr<mapi_item> item, const log_position& from);

/// after + 1 … to, one every `interval`, the first at once.
std::unique_ptr<event_source> count(std::int64_t after, std::int64_t to, std::chrono::milliseconds interval,
                                    std::shared_ptr<transport::runtime> clock);

} // namespace corogql::testing
