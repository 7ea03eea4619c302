/// These compressed answers were made beforehand: the tests have no compressor.
#pragma once

#include <string>
#include <string_view>

namespace corogql::test {

inline std::string from_hex(std::string_view digits) {
    const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes += static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1]));
    return bytes;
}

inline constexpr const char* plain_response = R"({"data":{"a":1}})";

/// This answer is plain_response as gzip.
inline const std::string gzip_response =
    from_hex("1f8b0800000000000203ab564a492c4954b2aa56021286b5b50075ad5b9610000000");
/// This answer is plain_response as zlib, which is HTTP's "deflate".
inline const std::string zlib_response = from_hex("78daab564a492c4954b2aa56021286b5b5002bc40519");
/// This answer is plain_response as bare deflate, which some servers send under that name.
inline const std::string bare_deflate_response = from_hex("ab564a492c4954b2aa56021286b5b500");
/// This answer is plain_response as two members of gzip.
inline const std::string two_member_response =
    from_hex("1f8b0800000000000203ab564a492c4954b20200e560fb37080000001f8b0800000000000203ab564a54b232acad0500"
             "d94789ba08000000");
/// This answer is plain_response as gzip of gzip.
inline const std::string double_gzip_response =
    from_hex("1f8b080000000000020393efe660000126e6d5615e9e3a9e219b56853109b56dddca50ba367a9a00500600321a5cfc22"
             "000000");
/// This answer is an event stream with the counts 1 and 2, as gzip.
inline const std::string gzip_event_stream =
    from_hex("1f8b08000000000002034b2d4bcd2bb152c84bad28e14a492c49b452a85602d14a56d54ac9f9a579254a5686b5b55c5ca9"
             "84d51921a94bcecf2dc8492d4985a8e5e20200b222cc0867000000");
/// This answer is 5,000 letters in 58 bytes.
inline const std::string long_gzip_response =
    from_hex("1f8b0800000000000203edc4310d00201004302f2703379f20818184bc7730c1d60e3d99b52ae3e4950d000000007c97"
             "ee0bec25a88899130000");

/// This answer is {"errors":[{"message":"no field count"}]} as gzip.
inline const std::string gzip_refusal =
    from_hex("1f8b0800000000000203ab564a2d2aca2f2a56b28aae56ca4d2d2e4e4c4f55b252cacb5748cb4ccd495148ce"
             "2fcd2b51aa8dad05006740e6e929000000");

} // namespace corogql::test
