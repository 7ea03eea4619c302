/// A tls_session_cache has TLS sessions that servers let a client resume: one round trip and one signature less at the
/// next connection.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

struct ssl_session_st;

namespace corogql::transport {

/// A thread-safe store of sessions. A session is given out once, as tickets should be (RFC 8446, section C.4). It was
/// verified for the host under whose name it is kept.
class tls_session_cache {
public:
    tls_session_cache() = default;
    ~tls_session_cache();
    tls_session_cache(const tls_session_cache&) = delete;
    tls_session_cache& operator=(const tls_session_cache&) = delete;

    /// Becomes an owner of the session. The oldest session goes when there are too many of the host.
    void keep(const std::string& host, ssl_session_st* session);
    void clear();
    /// Returns the host's newest session, which the caller owns from now on; null when there is none.
    ssl_session_st* take(const std::string& host);

private:
    std::mutex mutex_;
    std::map<std::string, std::vector<ssl_session_st*>> by_host_;
};

} // namespace corogql::transport
