/// Undoing the Content-Encoding of a response body (RFC 9110, section 8.4). zlib and brotli stay behind this
/// header.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace corogql::transport {

/// What decode_content() can undo, as the value of Accept-Encoding.
inline constexpr std::string_view accepted_codings = "gzip, deflate, br";

/// Replaces `body` by what it was before `content_encoding` (codings in the order they were applied; empty and
/// "identity" leave it) was applied. Throws corogql::error: limit beyond `max_size` bytes at any step, protocol for
/// a coding that was not offered or for bytes that are not of that coding.
void decode_content(std::string_view content_encoding, std::string& body, std::size_t max_size);

} // namespace corogql::transport
