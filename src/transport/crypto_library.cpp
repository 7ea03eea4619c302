#include "transport/crypto_library.hpp"

#include <openssl/ssl.h>

namespace corogql::transport {

void load_crypto_library() noexcept { ::OPENSSL_init_ssl(0, nullptr); }

} // namespace corogql::transport
