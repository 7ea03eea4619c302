#include "transport/tls/crypto_library.hpp"

#include <openssl/ssl.h>

namespace corogql::transport {

void load_crypto_library() noexcept { ::OPENSSL_init_ssl(OPENSSL_INIT_NO_ATEXIT, nullptr); }

} // namespace corogql::transport
