/// An interceptor is code of your own around each HTTP attempt: to add header fields, sign, log, measure, or hold back.
#pragma once

#include <corogql/error.hpp>
#include <corogql/headers.hpp>
#include <corogql/request.hpp>
#include <corogql/response.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>

namespace corogql {

namespace asio = boost::asio;

/// An attempt is a request that is about to be sent.
class http_attempt {
public:
    /// Makes an attempt of its parts; it is the library's own.
    http_attempt(request operation, std::string method, std::string url, std::string body, unsigned number,
                 corogql::headers fields)
        : operation_(std::move(operation)), method_(std::move(method)), url_(std::move(url)), body_(std::move(body)),
          number_(number), headers_(std::move(fields)) {}

    /// Returns the operation; of a batch an empty request.
    const request& operation() const noexcept { return operation_; }
    const std::string& method() const noexcept { return method_; } ///< Returns the method, POST or GET.
    /// Returns what is asked, which may be the target of a redirect; with its query, without user information.
    const std::string& url() const noexcept { return url_; }
    /// Returns the bytes that will be sent: none of a GET; of an upload those before the first file; of a batch the
    /// list, for which operation() is an empty request.
    const std::string& body() const noexcept { return body_; }
    /// Returns the number of this attempt of the operation, from 1.
    unsigned number() const noexcept { return number_; }
    /// Returns the header fields so far: the client's, the credentials', the request's own, and what earlier
    /// interceptors added.
    const corogql::headers& headers() const noexcept { return headers_; }
    /// Adds a field, in place of any of this name. It is checked like all others when the attempt is sent.
    http_attempt& header(std::string name, std::string value);

private:
    request operation_;
    std::string method_, url_, body_;
    unsigned number_;
    corogql::headers headers_;
};

/// An outcome is what came of an attempt: `answer` or `failure`, of which one is null.
struct http_outcome {
    const response* answer = nullptr; ///< Holds the GraphQL answer; null where there is none.
    const error* failure = nullptr;   ///< Says why there is no GraphQL answer; null where there is one.
    unsigned http_status = 0;         ///< Holds the HTTP status; 0: no answer of the server at all.
    std::chrono::nanoseconds took{0}; ///< Says how long it took from before() to here, waits for a connection included.
};

/// An interceptor is given to client_options::intercept(); several are asked in the order they were given, and in
/// reverse afterwards. They are not for subscriptions, whatever carries them. They run on the client's executor. One
/// object may serve several clients if it is thread-safe.
class interceptor {
public:
    /// Ends the interceptor, when no client has it any more.
    virtual ~interceptor() = default;

    /// May change the attempt, wait, or refuse it by throwing: a corogql::error counts as the attempt's failure,
    /// anything else ends the operation with kind `callback`. It is cancelled when the operation is, when its deadline
    /// passes, or when the client is closed.
    virtual asio::awaitable<void> before(http_attempt& attempt);
    /// Is called for each attempt whose before() had returned, unless the operation was cancelled. What it throws ends
    /// the operation with kind `callback`, whatever the attempt came to.
    virtual void after(const http_attempt& attempt, const http_outcome& outcome);
};

} // namespace corogql
