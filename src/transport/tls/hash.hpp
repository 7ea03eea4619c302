/// Protocols ask for these hash functions; OpenSSL stays behind this header.
#pragma once

#include <string>
#include <string_view>

namespace corogql::transport {

/// Returns the SHA-1 of `text` in base64, which the websocket handshake needs (RFC 6455, section 4.2.2).
std::string sha1_base64(std::string_view text);

/// Returns the SHA-256 of `text` in lower-case hexadecimal digits.
std::string sha256_hex(std::string_view text);
std::string hmac_sha256_hex(std::string_view key, std::string_view text);

std::string base64(std::string_view bytes);

} // namespace corogql::transport
