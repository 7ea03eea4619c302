/// UTF-8 is repaired here out of bytes that come in pieces.
#pragma once

#include <string>
#include <string_view>

namespace corogql::mapi::detail {

/// Returns the characters that `bytes` complete. `pending` holds what came of an incomplete character before, and gets
/// what is left now: three bytes at most. What cannot be UTF-8 becomes U+FFFD, one for each maximal part of a
/// character.
std::string repair_utf8(std::string& pending, std::string_view bytes);

} // namespace corogql::mapi::detail
