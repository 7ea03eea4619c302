/// A tls_session is TLS as bytes in, bytes out: OpenSSL between two pieces of memory, without a socket.
///
/// Calls that take the peer's bytes can leave something in the output (an alert, an answer to a key update), also when
/// they fail: send it before anything else.
#pragma once

#include "transport/tls/context.hpp"
#include "transport/tls/words.hpp"

#include <corogql/error.hpp>

#include <optional>
#include <vector>

struct bio_st;
struct ssl_session_st;
struct ssl_st;

namespace corogql::transport {

enum class tls_role { client, server };

class tls_session {
public:
    /// `host` is for clients: it is verified, and sent as SNI unless it is an address.
    tls_session(std::shared_ptr<const tls_context> context, tls_role role, std::string host);
    ~tls_session();
    tls_session(const tls_session&) = delete;
    tls_session& operator=(const tls_session&) = delete;

    /// Takes what the peer sent.
    void put(asio::const_buffer bytes);

    /// Goes as far as the peer's bytes reach; returns true when the handshake is done.
    bool handshake();

    /// Gives as much plain text as there is and fits. After 0 ask ended() and failure(); where neither is so, more
    /// bytes are needed.
    std::size_t decrypt(asio::mutable_buffer into);

    /// Whether the peer's close_notify has come.
    bool ended() const noexcept { return ended_; }
    const std::optional<error>& failure() const noexcept { return failure_; }

    /// Encrypts plain text into the output. Throws corogql::error when the session has failed or is closed.
    void encrypt(asio::const_buffer plain);
    /// Puts a close_notify into the output.
    void close() noexcept;

    bool has_output() const noexcept;
    /// Moves the output into `into`, which only grows; returns how many bytes that were.
    std::size_t take_output(std::vector<char>& into);

    /// Whether nothing of the peer's is waiting here, not even a part of a record. What is TLS's own (session tickets,
    /// key updates) is taken in.
    bool quiet() noexcept;

    /// OpenSSL calls this for sessions that can be resumed; 1 means that the session was kept.
    static int on_resumable(ssl_st* ssl, ssl_session_st* session);

    /// Returns the failure of a handshake, with what the peer is called.
    error handshake_failure(const tls_problem& problem) const;

private:
    void expect(const std::string& host);
    void resume();
    error session_failure();

    std::shared_ptr<const tls_context> context_;
    std::string host_;
    ssl_st* ssl_;
    bio_st* in_; // both owned by ssl_
    bio_st* out_;
    bool received_ = false; // any plain text
    bool ended_ = false;
    std::optional<error> failure_;
};

} // namespace corogql::transport
