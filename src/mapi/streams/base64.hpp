/// Base64 (RFC 4648, section 4) is decoded strictly.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace corogql::mapi::detail {

/// Decodes `text`. Returns nullopt when it has other characters, or is not what an encoder makes: padded, its unused
/// bits zero.
std::optional<std::string> decode_base64(std::string_view text);

} // namespace corogql::mapi::detail
