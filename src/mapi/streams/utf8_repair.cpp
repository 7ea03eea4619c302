#include "mapi/streams/utf8_repair.hpp"

#include <cstdint>

namespace corogql::mapi::detail {

namespace {

struct part {
    std::size_t size = 0;
    enum { character, broken, unfinished } is = character;
};

/// Returns what `text`, which is not empty, begins with.
part first_part(std::string_view text) noexcept {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto first = at(0);
    if (first < 0x80) return {1, part::character};
    if (first < 0xc2 || first > 0xf4) return {1, part::broken};
    const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    // Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte.
    unsigned lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    for (std::size_t i = 1; i < size; ++i, lowest = 0x80, highest = 0xbf) {
        if (i == text.size()) return {i, part::unfinished};
        if (at(i) < lowest || at(i) > highest) return {i, part::broken};
    }
    return {size, part::character};
}

} // namespace

std::string repair_utf8(std::string& pending, std::string_view bytes) {
    const std::string joined = pending.empty() ? std::string() : pending + std::string(bytes);
    std::string_view rest = pending.empty() ? bytes : std::string_view(joined);
    std::string out;
    std::string left;
    out.reserve(rest.size());
    while (!rest.empty()) {
        const auto next = first_part(rest);
        const auto taken = rest.substr(0, next.size);
        if (next.is == part::character) out += taken;
        if (next.is == part::broken) out += "\xef\xbf\xbd";
        if (next.is == part::unfinished) left = taken;
        rest.remove_prefix(next.size);
    }
    pending = std::move(left);
    return out;
}

} // namespace corogql::mapi::detail
