/// OpenSSL's failures in words. It reports through a queue of the thread: clear it before each call that can
/// fail.
#pragma once

#include <corogql/error.hpp>

#include <string>

struct ssl_st;

namespace corogql::transport {

/// The first thing that went wrong in this thread's queue, which is emptied.
std::string take_openssl_reason();

/// Kind config. Of a file that can be read but holds something else than the `expected` OpenSSL's words say little.
error unusable_file(const std::string& what, const std::string& file, const std::string& expected);

struct tls_problem {
    std::string text;
    tls_reason reason = tls_reason::other;
};

/// The same for a connection that failed: names certificate problems and the peer's alerts, and tells a peer
/// that does not speak TLS.
tls_problem take_tls_problem(ssl_st* ssl);

} // namespace corogql::transport
