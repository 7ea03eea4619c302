/// The begin and the end of each operation, whatever carries it: enough for the spans of a trace, and for metrics.
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

enum class operation_type {
    query,
    mutation,
    subscription,
    unknown, ///< The document or the operation's name does not tell.
};

/// The word of the GraphQL specification; empty for `unknown`.
std::string_view to_string(operation_type type) noexcept;

/// What is known of an operation when it begins. The views are valid during the call.
struct operation_begin {
    operation_type type = operation_type::unknown;
    std::string_view name;      ///< The operation's name that the request gives; often empty.
    std::string_view document;  ///< The GraphQL text.
    std::string_view transport; ///< "http", "websocket", "sse", "sse-single" or "multipart".
    std::string url;            ///< The endpoint without user information and parameters, which may be secrets.
    std::string_view host;      ///< The endpoint's host, as the URL names it.
    std::uint16_t port = 0;     ///< The endpoint's port, the scheme's where the URL has none.
};

/// How it ended. The pointers are valid during the call.
struct operation_end {
    /// Null without a failure. A subscription that the server completed, or that its consumer left, has none.
    const error* failure = nullptr;
    /// The answer to a query or mutation, which may have GraphQL errors; null for a subscription.
    const response* answer = nullptr;
    /// The caller gave it up, left the stream before its end, or destroyed the context.
    bool cancelled = false;
    /// Attempts that a query or mutation took; of a subscription, how often it was sent.
    unsigned attempts = 0;
    /// The status of the HTTP response that ended it; 0: none did.
    unsigned http_status = 0;
    /// Events that a subscription brought.
    std::uint64_t events = 0;
    std::chrono::nanoseconds took{0};
};

/// Watches one operation.
class operation_observer {
public:
    virtual ~operation_observer() = default;

    /// Is called once, on the client's executor, before whoever waits for the operation is told; must not block. What
    /// it throws takes the place of what the operation came to, with kind `callback`; where nobody waits any more it is
    /// told to client_options::log().
    virtual void end(const operation_end& how) = 0;
};

/// Makes the observer of an operation, or returns null to let it pass. Runs on the client's executor when the operation
/// begins, right before client_options::trace() is asked about it, and must not block. What it throws ends the
/// operation with kind `callback`.
using observe_function = std::function<std::unique_ptr<operation_observer>(const operation_begin& what)>;

} // namespace corogql
