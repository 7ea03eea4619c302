#include "transport/tls/hash.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace corogql::transport {

namespace {

using digest_bytes = std::array<unsigned char, EVP_MAX_MD_SIZE>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string hexadecimal(const digest_bytes& digest, unsigned size) {
    std::string hex;
    for (unsigned i = 0; i < size; ++i)
        hex.append({"0123456789abcdef"[digest[i] >> 4], "0123456789abcdef"[digest[i] & 15]});
    return hex;
}

} // namespace

std::string sha1_base64(std::string_view text) {
    std::array<char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    auto* out = reinterpret_cast<unsigned char*>(digest.data());
    if (EVP_Digest(text.data(), text.size(), out, &size, EVP_sha1(), nullptr) != 1)
        throw std::runtime_error("OpenSSL refuses SHA-1");
    return base64({digest.data(), size});
}

std::string sha256_hex(std::string_view text) {
    digest_bytes digest{};
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("OpenSSL refuses SHA-256");
    return hexadecimal(digest, size);
}

std::string hmac_sha256_hex(std::string_view key, std::string_view text) {
    digest_bytes digest{};
    unsigned size = 0;
    if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(), digest.data(),
              &size))
        throw std::runtime_error("OpenSSL refuses HMAC-SHA256");
    return hexadecimal(digest, size);
}

std::string base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0'); // EVP_EncodeBlock adds a NUL
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(bytes), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

} // namespace corogql::transport
