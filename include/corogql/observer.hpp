/// An observer sees the begin and the end of an operation, whatever carries it: enough for the spans of a trace, and
/// for metrics.
#pragma once

#include <corogql/error.hpp>
#include <corogql/response.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace corogql {

/// A type says what an operation is.
enum class operation_type {
    query,        ///< The operation is a query.
    mutation,     ///< The operation is a mutation.
    subscription, ///< The operation is a subscription.
    unknown,      ///< The document or the operation's name does not tell.
};

/// Returns the word of the GraphQL specification; empty for `unknown`.
std::string_view to_string(operation_type type) noexcept;

/// A begin is what is known of an operation when it begins. The views are valid during the call.
struct operation_begin {
    operation_type type = operation_type::unknown; ///< Says what the operation is.
    std::string_view name;                         ///< Holds the operation's name that the request gives; often empty.
    std::string_view document;                     ///< Holds the GraphQL text.
    std::string_view transport; ///< Says what carries it: "http", "websocket", "sse", "sse-single" or "multipart".
    std::string url;            ///< Holds the endpoint without user information and parameters, which may be secrets.
    std::string_view host;      ///< Holds the endpoint's host, as the URL names it.
    std::uint16_t port = 0;     ///< Holds the endpoint's port, the scheme's where the URL has none.
};

/// An end says how an operation ended. The pointers are valid during the call.
struct operation_end {
    /// Says what failed; null without a failure. A subscription that the server completed, or that its consumer left,
    /// has none.
    const error* failure = nullptr;
    /// Holds the answer to a query or mutation, which may have GraphQL errors; null for a subscription.
    const response* answer = nullptr;
    /// Says whether the caller gave it up, left the stream before its end, or destroyed the context.
    bool cancelled = false;
    /// Counts the attempts that a query or mutation took, which is 0 where its caller gave it up; of a subscription,
    /// how often it was sent.
    unsigned attempts = 0;
    unsigned http_status = 0;         ///< Holds the status of the HTTP response that ended it; 0: none did.
    std::uint64_t events = 0;         ///< Counts the events that a subscription brought.
    std::chrono::nanoseconds took{0}; ///< Says how long it took from its begin to its end.
};

/// An operation observer watches one operation.
class operation_observer {
public:
    /// Ends the observer, when the operation has ended.
    virtual ~operation_observer() = default;

    /// Is called once, on the client's executor, before whoever waits for the operation is told; must not block. What
    /// it throws takes the place of what the operation came to, with kind `callback`; where nobody waits any more it is
    /// told to client_options::log().
    virtual void end(const operation_end& how) = 0;
};

/// An observe function makes the observer of an operation, or returns null to let it pass. It runs on the client's
/// executor when the operation begins, right before client_options::trace() is asked about it, and must not block. What
/// it throws ends the operation with kind `callback`.
using observe_function = std::function<std::unique_ptr<operation_observer>(const operation_begin& what)>;

} // namespace corogql
