/// A tls_context is trust and identity, loaded once (revocation lists also when they change) and shared by the
/// connections of a client. OpenSSL stays behind this header.
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
    /// Makes the context of a client. Throws corogql::error of kind config, naming the file that cannot be used and
    /// why.
    static std::shared_ptr<const tls_context> for_client(const tls_options& options);

    /// Makes the context of the server of tests and demos. The files are PEM; `client_ca_file`, where it is not empty,
    /// asks for a client certificate.
    static std::shared_ptr<const tls_context> for_server(const std::string& certificate_file,
                                                         const std::string& key_file,
                                                         const std::string& client_ca_file = {});
    ~tls_context();
    tls_context(const tls_context&) = delete;
    tls_context& operator=(const tls_context&) = delete;

    ssl_ctx_st* native() const noexcept { return context_; }
    bool verifies() const noexcept { return verify_; }
    /// Makes a client trust what its files say now. A client calls this before it connects.
    void renew() const;
    /// Returns where a client keeps what it may resume; null where it keeps nothing.
    tls_session_cache* sessions() const noexcept { return sessions_.get(); }

    /// Counts a handshake that was done. This call is thread-safe.
    void count(bool resumed) const noexcept;
    std::uint64_t handshakes() const noexcept { return handshakes_; }
    std::uint64_t resumed() const noexcept { return resumed_; }

private:
    tls_context(ssl_ctx_st* context, std::unique_ptr<tls_trust> trust, bool verify, bool resume);
    ssl_ctx_st* const context_;
    const std::unique_ptr<tls_trust> trust_; ///< The context of a server has null here.
    const bool verify_;
    const std::unique_ptr<tls_session_cache> sessions_;
    mutable std::atomic<std::uint64_t> handshakes_ = 0, resumed_ = 0;
};

/// Makes TLS of `inner` and does the handshake. `host` is sent as SNI (names only) and verified. Throws
/// corogql::error of kind tls with the reason in words ("certificate has expired", "hostname mismatch", ...).
asio::awaitable<std::unique_ptr<byte_stream>> tls_connect(std::unique_ptr<byte_stream> inner,
                                                          std::shared_ptr<const tls_context> context, std::string host);

/// Makes TLS of `inner` and does the server's side of the handshake.
asio::awaitable<std::unique_ptr<byte_stream>> tls_accept(std::unique_ptr<byte_stream> inner,
                                                         std::shared_ptr<const tls_context> context);

} // namespace corogql::transport
