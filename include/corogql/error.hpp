/// An error is what corogql throws: one exception type whose facts can be asked for.
#pragma once

#include <corogql/graphql_error.hpp>
#include <corogql/headers.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace corogql {

/// A kind says what went wrong, by the layer a caller can do something about.
enum class error_kind {
    graphql,     ///< The server ended a subscription with GraphQL errors; the answer to execute() never throws this.
    usage,       ///< The library was called wrongly.
    config,      ///< Options cannot work: a bad URL, an unreadable certificate file, a forbidden header value.
    connect,     ///< Name lookup, TCP, unix socket or proxy failed: nothing reached the server.
    tls,         ///< The handshake failed: untrusted certificate, wrong host name, no common version.
    lost,        ///< An established connection ended before the answer did.
    http,        ///< An HTTP status or redirect came that is not a GraphQL answer.
    protocol,    ///< The peer broke HTTP, websocket or GraphQL rules; truncated answers count, too.
    decode,      ///< The answer is well formed but does not fit the type it was to be decoded to.
    timeout,     ///< A deadline passed.
    credentials, ///< Credentials were refused, also fresh ones where a provider gives them.
    limit,       ///< Something was larger or more than an option allows.
    overflow,    ///< A subscription's queue stayed full.
    callback,    ///< A function of the caller's own threw: the message says which, and what.
    cancelled,   ///< The client was closed, or is gone.
};

/// A phase says how far the operation had come.
enum class error_phase {
    none,        ///< It had not begun.
    queue,       ///< It waited for a connection of the pool.
    credentials, ///< It waited for credentials.
    resolve,     ///< The name was being looked up.
    connect,     ///< The connection was being made.
    tls,         ///< The TLS handshake was under way.
    upgrade,     ///< The websocket handshake was under way.
    init,        ///< The time was that from connection_init until connection_ack.
    send,        ///< The request was being sent.
    receive,     ///< The answer was awaited, or coming.
    stream,      ///< The time was that of a subscription after its first acknowledged connection.
    decode,      ///< The answer was being decoded.
};

/// A reason says why a TLS handshake failed, as far as a program may want to tell apart.
enum class tls_reason {
    none,               ///< It was not that.
    expired,            ///< The certificate has expired, or is not yet valid.
    unknown_issuer,     ///< No authority that is trusted signed it, or a certificate between is missing.
    self_signed,        ///< The certificate has signed itself.
    wrong_host,         ///< The certificate is for another host.
    revoked,            ///< The certificate was revoked.
    revocation_unknown, ///< The revocation lists given have none of its issuer, or one that is out of date.
    protocol,           ///< There is no version, cipher or application protocol in common, or no TLS at all.
    client_certificate, ///< The server wants a client's certificate, or does not accept ours.
    other,              ///< It was something else.
};

/// Returns the name of a kind, as in "graphql".
std::string_view to_string(error_kind kind) noexcept;
/// Returns the name of a phase, as in "resolve".
std::string_view to_string(error_phase phase) noexcept;
/// Returns the name of a reason, as in "expired".
std::string_view to_string(tls_reason reason) noexcept;

/// An error is all that can go wrong but for a cancellation. Whoever cancels a wait or an operation himself, by a
/// cancellation slot, gets Asio's own exception in its place, everywhere: boost::system::system_error with code() ==
/// asio::error::operation_aborted. So does whoever cancels a pending result.
///
/// Copying is cheap and never throws. Messages hold no secrets: no header values, no init payload, no user information
/// of a URL. body_excerpt() is the server's own text and must be treated as untrusted.
class error : public std::runtime_error {
public:
    /// Makes an error of a kind with a message.
    error(error_kind kind, std::string_view message);

    /// Returns what went wrong.
    error_kind kind() const noexcept;
    /// Returns how far the operation had come.
    error_phase phase() const noexcept;
    /// Returns the HTTP status of the answer; with kind `connect`, of the proxy's. It is nothing where there was none.
    std::optional<unsigned> http_status() const noexcept;
    /// Returns the code with which the websocket was closed; nothing where there was none.
    std::optional<std::uint16_t> close_code() const noexcept;
    /// Returns how many attempts were made, the failed one included; 0 when none was begun.
    unsigned attempts() const noexcept;
    /// Returns whether the server can have seen, and so executed, the operation.
    bool possibly_executed() const noexcept;
    /// Returns whether an answer had begun and did not come whole: with kind `protocol`.
    bool truncated() const noexcept;
    /// Returns the server's Retry-After, in seconds; nothing where there was none.
    std::optional<std::chrono::seconds> retry_after() const noexcept;
    /// Returns the GraphQL errors that came with the failure; empty for most kinds.
    const std::vector<graphql_error>& errors() const noexcept;
    /// Returns the header fields of an HTTP answer that was a failure, the server's or, with kind `connect`, the
    /// proxy's, in their order; empty otherwise. They are untrusted.
    const corogql::headers& headers() const noexcept;
    /// Returns the first KiB of a body that was not a GraphQL answer.
    std::string_view body_excerpt() const noexcept;
    /// Returns the whole GraphQL answer that came with a refusal of credentials; empty otherwise. It is untrusted as
    /// well.
    std::string_view answer() const noexcept;
    /// Returns why a TLS handshake failed.
    corogql::tls_reason tls_reason() const noexcept;
    /// Returns the last real failure, for a timeout that passed while failures were being retried; empty otherwise.
    std::string_view last_failure() const noexcept;

    /// Returns the message.
    const char* what() const noexcept override;

protected:
    /// The facts are what is known of a failure; copies of an error share them.
    struct facts;
    /// Returns the facts of this error alone, to be set by the library.
    facts& own();

private:
    std::shared_ptr<facts> facts_;
};

} // namespace corogql
