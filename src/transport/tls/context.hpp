/// Trust and identity, loaded once (revocation lists also when they change) and shared by the connections of a client.
/// OpenSSL stays behind this header.
#pragma once

#include "transport/byte_stream.hpp"
#include "transport/tls/session_cache.hpp"

#include <corogql/tls_options.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

struct ssl_ctx_st;

namespace corogql::transport {

class tls_trust;

class tls_context {
public:
    /// For a client. Throws corogql::error of kind config, naming the file that cannot be used and why.
    static std::shared_ptr<const tls_context> for_client(const tls_options& options);

    /// For the server of tests and demos: PEM files; `client_ca_file` not empty asks for a client certificate.
    static std::shared_ptr<const tls_context> for_server(const std::string& certificate_file,
                                                         const std::string& key_file,
                                                         const std::string& client_ca_file = {});
    ~tls_context();
    tls_context(const tls_context&) = delete;
    tls_context& operator=(const tls_context&) = delete;

    ssl_ctx_st* native() const noexcept { return context_; }
    bool verifies() const noexcept { return verify_; }
    /// For a client before it connects: it trusts what its files say now.
    void renew() const;
    /// Where a client keeps what it may resume; null: it does not.
    tls_session_cache* sessions() const noexcept { return sessions_.get(); }

    /// Of a handshake that was done. Thread-safe.
    void count(bool resumed) const noexcept;
    std::uint64_t handshakes() const noexcept { return handshakes_; }
    std::uint64_t resumed() const noexcept { return resumed_; }

private:
    tls_context(ssl_ctx_st* context, std::unique_ptr<tls_trust> trust, bool verify, bool resume);
    ssl_ctx_st* const context_;
    const std::unique_ptr<tls_trust> trust_; ///< null: a server's
    const bool verify_;
    const std::unique_ptr<tls_session_cache> sessions_;
    mutable std::atomic<std::uint64_t> handshakes_ = 0, resumed_ = 0;
};

/// Makes TLS of `inner` and does the handshake. `host` is sent as SNI (names only) and verified. Throws
/// corogql::error of kind tls with the reason in words ("certificate has expired", "hostname mismatch", ...).
asio::awaitable<std::unique_ptr<byte_stream>> tls_connect(std::unique_ptr<byte_stream> inner,
                                                          std::shared_ptr<const tls_context> context, std::string host);

/// The server's side of it.
asio::awaitable<std::unique_ptr<byte_stream>> tls_accept(std::unique_ptr<byte_stream> inner,
                                                         std::shared_ptr<const tls_context> context);

} // namespace corogql::transport
