#include "protocol/http/uuid.hpp"

namespace corogql::protocol {

std::string random_uuid(std::uint64_t high, std::uint64_t low) {
    high = (high & ~0xf000ull) | 0x4000;                         // the version,
    low = (low & 0x3fff'ffff'ffff'ffff) | 0x8000'0000'0000'0000; // and the variant
    std::string text;
    for (const auto half : {high, low}) {
        for (int shift = 60; shift >= 0; shift -= 4) {
            if (text.size() == 8 || text.size() == 13 || text.size() == 18 || text.size() == 23) text += '-';
            text += "0123456789abcdef"[half >> shift & 15];
        }
    }
    return text;
}

} // namespace corogql::protocol
