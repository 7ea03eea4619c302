/// A subscription's events out of an HTTP answer that does not end, whatever its format.
#pragma once

#include "protocol/graphql/result_text.hpp"
#include "protocol/subscriptions/graphql_sse.hpp"

#include <corogql/error.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::protocol {

struct streamed_message {
    enum class type {
        alive,    ///< a heartbeat
        next,     ///< an execution result
        failed,   ///< the last one: the operation ended with errors
        complete, ///< the last one
        odd,      ///< `problem` says why it was not understood; what follows may be
        stray,    ///< as `problem` says, for nobody
    };
    static constexpr std::uint64_t only_id = 1;
    type kind = type::alive;
    std::uint64_t id = only_id; ///< another one only where many operations share the stream
    result_text result;         ///< of `next`, for check_result()
    std::string_view errors;    ///< of `failed`, for read_error_payload()
    std::optional<error> problem = std::nullopt;
};

/// Pieces in, messages out:
///
///     answer->put(piece);
///     while (const auto message = answer->next()) ...
///
/// Both throw corogql::error of kind `limit` or `protocol` where no more messages can be told apart.
class streamed_response {
public:
    virtual ~streamed_response() = default;
    /// The next bytes, once next() has nothing more to give. Their memory must stay until it has nothing again.
    virtual void put(std::string_view piece) = 0;
    /// Nothing: it takes more bytes. A message's views hold until the next call of next() or put().
    virtual std::optional<streamed_message> next() = 0;
    /// Behind which event a reconnect may go on; empty: the server does not say.
    virtual std::string_view last_event_id() const noexcept { return {}; }
    /// How long the server wants a reconnect to wait.
    virtual std::optional<std::chrono::milliseconds> retry() const noexcept { return std::nullopt; }
};

struct stream_rules {
    std::size_t max_message_size;
    unsigned max_depth;
    bool lenient;                       ///< events of other names are results if they look like one
    sse_mode mode = sse_mode::distinct; ///< `single`: it must be an event stream
};

/// Null: the answer is no stream. `last_event_id`: that of the stream before.
std::unique_ptr<streamed_response> make_streamed_response(std::string_view content_type, const stream_rules& rules,
                                                          std::string_view last_event_id);

} // namespace corogql::protocol
