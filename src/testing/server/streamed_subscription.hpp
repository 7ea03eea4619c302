/// A subscription whose events are the answer to an HTTP request, which then ends the connection.
#pragma once

#include "testing/server/connection.hpp"
#include "testing/server/http_reply.hpp"

#include <optional>

namespace corogql::testing {

enum class stream_format {
    event_stream, ///< graphql-sse, distinct connections mode; each event has an id, behind which a request may go on
    multipart,    ///< as Apollo's router sends it
};

/// `head` may have fields of its own. `last_event_id`: of the stream that this one goes on with; empty: a new one.
asio::awaitable<void> serve_stream(std::shared_ptr<connection> link, stream_format format, prepared_operation operation,
                                   http_reply head, std::string last_event_id);

} // namespace corogql::testing
