/// A streamed response is an HTTP answer that does not end, out of which a subscription's events come, whatever its
/// format.
#pragma once

#include "protocol/graphql/result_text.hpp"
#include "protocol/subscriptions/graphql_sse.hpp"

#include <corogql/error.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace corogql::protocol {

struct streamed_message {
    enum class type {
        alive,    ///< There is a heartbeat.
        next,     ///< There is an execution result.
        failed,   ///< The operation ended with errors; this is its last message.
        complete, ///< The operation ended; this is its last message.
        odd,      ///< The message was not understood, as `problem` says; what follows may be.
        stray,    ///< The message is for nobody, as `problem` says.
    };
    static constexpr std::uint64_t only_id = 1;
    type kind = type::alive;
    /// The operation's id; another one than only_id only where many operations share the stream.
    std::uint64_t id = only_id;
    result_text result = {};      ///< The result of `next`, for check_result().
    std::string_view errors = {}; ///< The errors of `failed`, for read_error_payload().
    std::optional<error> problem = std::nullopt;
};

/// A streamed response takes pieces and gives messages:
///
///     answer->put(piece);
///     while (const auto message = answer->next()) ...
///
/// Both functions throw corogql::error of kind `limit` or `protocol` where no more messages can be told apart.
class streamed_response {
public:
    virtual ~streamed_response() = default;
    /// Takes the next bytes, once next() has nothing more to give. Their memory must stay until next() has nothing
    /// again.
    virtual void put(std::string_view piece) = 0;
    /// Returns the next message; nothing where that takes more bytes. A message's views hold until the next call of
    /// next() or put().
    virtual std::optional<streamed_message> next() = 0;
    /// Returns behind which event a reconnect may go on; empty where the server does not say.
    virtual std::string_view last_event_id() const noexcept { return {}; }
    /// Returns how long the server wants a reconnect to wait.
    virtual std::optional<std::chrono::milliseconds> retry() const noexcept { return std::nullopt; }
};

struct stream_rules {
    std::size_t max_message_size;
    unsigned max_depth;
    bool lenient;                       ///< Whether events of other names are results if they look like one.
    sse_mode mode = sse_mode::distinct; ///< The mode; with `single` the answer must be an event stream.
};

/// Makes what reads an answer of that Content-Type; null where the answer is no stream. `last_event_id` is that of the
/// stream before.
std::unique_ptr<streamed_response> make_streamed_response(std::string_view content_type, const stream_rules& rules,
                                                          std::string_view last_event_id);

} // namespace corogql::protocol
