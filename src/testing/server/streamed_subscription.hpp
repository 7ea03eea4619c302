/// A streamed subscription has its events in the answer to an HTTP request, which then ends the connection.
#pragma once

#include "testing/server/connection.hpp"
#include "testing/server/http_reply.hpp"

#include <optional>

namespace corogql::testing {

enum class stream_format {
    /// The stream is graphql-sse's distinct connections mode; each event has an id, behind which a request may go on.
    event_stream,
    multipart, ///< The stream is multipart, as Apollo's router sends it.
};

/// Serves a subscription as a stream. `head` may have fields of its own. `last_event_id` is that of the stream that
/// this one goes on with; a new stream has an empty one.
asio::awaitable<void> serve_stream(std::shared_ptr<connection> link, stream_format format, prepared_operation operation,
                                   http_reply head, std::string last_event_id);

} // namespace corogql::testing
