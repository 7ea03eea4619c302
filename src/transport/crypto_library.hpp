/// OpenSSL's life in this process.
#pragma once

namespace corogql::transport {

/// To be called before the construction of what uses OpenSSL until its own end has ended, such as a static client: its
/// clean-up at exit() is then registered before that client's destructor, and so runs behind it. Else it runs while the
/// client's thread may be in the middle of a handshake. Thread-safe; costs something once a process.
void load_crypto_library() noexcept;

} // namespace corogql::transport
