#include "mapi/streams/base64.hpp"

#include <array>
#include <cstdint>

namespace corogql::mapi::detail {

namespace {

constexpr std::uint8_t none = 0xff;

constexpr std::array<std::uint8_t, 256> make_values() {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::array<std::uint8_t, 256> digit_values{};
    digit_values.fill(none);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        digit_values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return digit_values;
}

constexpr auto digit_values = make_values();

} // namespace

std::optional<std::string> decode_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
    std::string out;
    out.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto value = digit_values[static_cast<unsigned char>(c)];
        if (value == none) return std::nullopt;
        bits = (bits << 6 | value) & 0xffff;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out += static_cast<char>(static_cast<unsigned char>(bits >> count));
    }
    if ((bits & ((1U << count) - 1)) != 0) return std::nullopt;
    return out;
}

} // namespace corogql::mapi::detail
