/// OpenSSL's failures are put into words here. OpenSSL reports through a queue of the thread: clear the queue before
/// each call that can fail.
#pragma once

#include <corogql/error.hpp>

#include <string>

struct ssl_st;

namespace corogql::transport {

/// Returns the first thing that went wrong in this thread's queue, which is emptied.
std::string take_openssl_reason();

/// Makes an error of kind config. `expected` is named because OpenSSL's words say little of a file that can be read but
/// holds something else.
error unusable_file(const std::string& what, const std::string& file, const std::string& expected);

struct tls_problem {
    std::string text;
    tls_reason reason = tls_reason::other;
};

/// Returns the first thing that went wrong with a connection, and empties this thread's queue. Names certificate
/// problems and the peer's alerts, and recognizes a peer that does not speak TLS.
tls_problem take_tls_problem(ssl_st* ssl);

} // namespace corogql::transport
