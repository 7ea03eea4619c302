/// OpenSSL's life in this process.
#pragma once

namespace corogql::transport {

/// To be called before anything else of ours uses OpenSSL, which is then not cleaned up at exit(): a static client's
/// thread, or one that its last owner left on itself, may still be in the middle of a handshake. Where the program used
/// OpenSSL before, its clean-up stays, but runs behind the end of a static client that is made after this call.
/// Thread-safe; costs something once a process.
void load_crypto_library() noexcept;

} // namespace corogql::transport
