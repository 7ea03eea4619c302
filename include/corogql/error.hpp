/// What corogql throws: one exception type whose facts can be asked for.
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

/// What went wrong, by the layer a caller can do something about.
enum class error_kind {
    graphql,     ///< the server ended a subscription with GraphQL errors; the answer to execute() never throws this
    usage,       ///< the library was called wrongly
    config,      ///< options that cannot work: a bad URL, an unreadable certificate file, a forbidden header value
    connect,     ///< name lookup, TCP, unix socket, proxy: nothing reached the server
    tls,         ///< the handshake failed: untrusted certificate, wrong host name, no common version
    lost,        ///< an established connection ended before the answer did
    http,        ///< an HTTP status or redirect that is not a GraphQL answer
    protocol,    ///< the peer broke HTTP, websocket or GraphQL rules; truncated answers too
    decode,      ///< the answer is well formed but does not fit the type it was to be decoded to
    timeout,     ///< a deadline passed
    credentials, ///< refused, also with fresh credentials where a provider gives them
    limit,       ///< larger or more than an option allows
    overflow,    ///< a subscription's queue stayed full
    callback,    ///< a function of the caller's own threw: the message says which, and what
    cancelled,   ///< the client was closed, or is gone
};

/// How far the operation had come.
enum class error_phase {
    none,
    queue, ///< waiting for a connection of the pool
    credentials,
    resolve,
    connect,
    tls,
    upgrade, ///< websocket handshake
    init,    ///< connection_init until connection_ack
    send,
    receive,
    stream, ///< a subscription's life after its first acknowledged connection
    decode,
};

/// Why a TLS handshake failed, as far as a program may want to tell apart.
enum class tls_reason {
    none,           ///< it was not that
    expired,        ///< or not yet valid
    unknown_issuer, ///< no authority that is trusted signed it, or a certificate between is missing
    self_signed,
    wrong_host,
    revoked,
    revocation_unknown, ///< the revocation lists given have none of its issuer, or one that is out of date
    protocol,           ///< no version, cipher or application protocol in common, or no TLS at all
    client_certificate, ///< the server wants one, or does not accept ours
    other,
};

std::string_view to_string(error_kind kind) noexcept;
std::string_view to_string(error_phase phase) noexcept;
std::string_view to_string(tls_reason reason) noexcept;

/// Whoever cancels a wait or an operation himself, by a cancellation slot, gets Asio's own exception in its place,
/// everywhere: boost::system::system_error with code() == asio::error::operation_aborted. So does whoever cancels a
/// pending result. All else that can go wrong is of this type.
///
/// Copying is cheap and never throws. Messages hold no secrets: no header values, no init payload, no user
/// information of a URL. body_excerpt() is the server's own text and must be treated as untrusted.
class error : public std::runtime_error {
public:
    error(error_kind kind, std::string_view message);

    error_kind kind() const noexcept;
    error_phase phase() const noexcept;
    /// Of the answer; with kind `connect`, of the proxy's.
    std::optional<unsigned> http_status() const noexcept;
    std::optional<std::uint16_t> close_code() const noexcept;
    /// Attempts made, the failed one included; 0 when none was begun.
    unsigned attempts() const noexcept;
    /// Whether the server can have seen, and so executed, the operation.
    bool possibly_executed() const noexcept;
    /// An answer had begun and did not come whole: with kind `protocol`.
    bool truncated() const noexcept;
    std::optional<std::chrono::seconds> retry_after() const noexcept;
    /// GraphQL errors that came with the failure; empty for most kinds.
    const std::vector<graphql_error>& errors() const noexcept;
    /// The header fields of an HTTP answer that was a failure, the server's or as above the proxy's, in their order;
    /// empty otherwise. Untrusted.
    const corogql::headers& headers() const noexcept;
    /// The first KiB of a body that was not a GraphQL answer.
    std::string_view body_excerpt() const noexcept;
    /// The whole GraphQL answer that came with a refusal of credentials; empty otherwise. Untrusted as well.
    std::string_view answer() const noexcept;
    corogql::tls_reason tls_reason() const noexcept;
    /// The last real failure, for a timeout that passed while failures were being retried; empty otherwise.
    std::string_view last_failure() const noexcept;

    const char* what() const noexcept override;

protected:
    struct facts;
    facts& own();

private:
    std::shared_ptr<facts> facts_;
};

} // namespace corogql
