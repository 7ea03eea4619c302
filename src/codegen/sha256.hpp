/// The SHA-256 of a document is known when it is generated (FIPS 180-4), without a library that the build machine of a
/// cross build would need.
#pragma once

#include <string>
#include <string_view>

namespace corogql::codegen {

/// Returns the hash in hexadecimal digits.
std::string sha256(std::string_view text);

} // namespace corogql::codegen
