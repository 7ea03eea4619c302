/// OpenSSL's life in this process is ruled here.
#pragma once

namespace corogql::transport {

/// Loads OpenSSL. Must be called before anything else of ours uses OpenSSL, which is then not cleaned up at exit(): a
/// static client's thread, or one that its last owner left on itself, may still be in the middle of a handshake. Where
/// the program used OpenSSL before, its clean-up stays, but runs behind the end of a static client that is made after
/// this call. The call is thread-safe, and costs something once a process.
void load_crypto_library() noexcept;

} // namespace corogql::transport
