/// Text is scanned sixteen bytes (or eight, without SSE2) at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#    include <emmintrin.h>
#endif

namespace corogql::detail {

#ifdef __SSE2__

inline constexpr std::size_t lane_count = 16;

/// Returns how many of the next `lane_count` bytes a run of ordinary characters of a JSON string takes: a quote, a
/// backslash or a control character ends the run.
inline std::size_t plain_json_lanes(const char* text) noexcept {
    const __m128i lanes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const auto are = [&](char c) { return _mm_cmpeq_epi8(lanes, _mm_set1_epi8(c)); };
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(lanes, _mm_set1_epi8(0x1f)), lanes);
    const auto stop = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(are('"'), are('\\')), control));
    return static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(stop) | 1u << lane_count));
}

/// Returns how many of the next `lane_count` bytes a run of ordinary ASCII characters of a JSON string takes: a quote,
/// a backslash, a control character or any byte that is not ASCII ends the run.
inline std::size_t plain_ascii_json_lanes(const char* text) noexcept {
    const __m128i lanes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const auto are = [&](char c) { return _mm_cmpeq_epi8(lanes, _mm_set1_epi8(c)); };
    // As signed bytes, what is not ASCII is less than a space as well.
    const __m128i odd = _mm_cmplt_epi8(lanes, _mm_set1_epi8(0x20));
    const auto stop = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(are('"'), are('\\')), odd));
    return static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(stop) | 1u << lane_count));
}

/// Returns how many of the next `lane_count` bytes stand before a quote or a backslash.
inline std::size_t within_string_lanes(const char* text) noexcept {
    const __m128i lanes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const auto are = [&](char c) { return _mm_cmpeq_epi8(lanes, _mm_set1_epi8(c)); };
    const auto stop = _mm_movemask_epi8(_mm_or_si128(are('"'), are('\\')));
    return static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(stop) | 1u << lane_count));
}

/// Returns how many of the next `lane_count` bytes the value of a header field takes: a control character other than
/// the tab ends it.
inline std::size_t field_value_lanes(const char* text) noexcept {
    const __m128i lanes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const auto are = [&](char c) { return _mm_cmpeq_epi8(lanes, _mm_set1_epi8(c)); };
    const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(lanes, _mm_set1_epi8(0x1f)), lanes);
    const auto stop = _mm_movemask_epi8(_mm_or_si128(_mm_andnot_si128(are('\t'), low), are(0x7f)));
    return static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(stop) | 1u << lane_count));
}

/// Returns how many of the next `lane_count` bytes a header field's name takes: anything but a letter or a hyphen ends
/// the scan, though a few more characters may stand in a name.
inline std::size_t field_name_lanes(const char* text) noexcept {
    const __m128i lanes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const __m128i from_a = _mm_sub_epi8(_mm_or_si128(lanes, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
    const __m128i letter = _mm_cmpeq_epi8(_mm_min_epu8(from_a, _mm_set1_epi8('z' - 'a')), from_a);
    const auto go_on = _mm_movemask_epi8(_mm_or_si128(letter, _mm_cmpeq_epi8(lanes, _mm_set1_epi8('-'))));
    return static_cast<std::size_t>(std::countr_one(static_cast<unsigned>(go_on)));
}

/// Returns how many of the next `lane_count` bytes a run of ASCII takes: any other byte ends the run.
inline std::size_t ascii_lanes(const char* text) noexcept {
    const __m128i lanes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    return static_cast<std::size_t>(
        std::countr_zero(static_cast<unsigned>(_mm_movemask_epi8(lanes)) | 1u << lane_count));
}

#else

inline constexpr std::size_t lane_count = 8;

namespace lanes {

inline constexpr std::uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;

inline std::uint64_t load(const char* text) noexcept {
    std::uint64_t lanes;
    std::memcpy(&lanes, text, sizeof lanes);
    return std::endian::native == std::endian::big ? __builtin_bswap64(lanes) : lanes;
}
// The lowest lane that is marked is right; lanes above it may be marked by the carry.
inline std::uint64_t equal(std::uint64_t lanes, char c) noexcept {
    const auto zero = lanes ^ (ones * static_cast<unsigned char>(c));
    return (zero - ones) & ~zero & highs;
}
inline std::uint64_t control(std::uint64_t lanes) noexcept { return (lanes - ones * 0x20) & ~lanes & highs; }
inline std::size_t before(std::uint64_t stop) noexcept { return static_cast<std::size_t>(std::countr_zero(stop)) / 8; }

} // namespace lanes

inline std::size_t plain_json_lanes(const char* text) noexcept {
    const auto bytes = lanes::load(text);
    return lanes::before(lanes::equal(bytes, '"') | lanes::equal(bytes, '\\') | lanes::control(bytes));
}

inline std::size_t within_string_lanes(const char* text) noexcept {
    const auto bytes = lanes::load(text);
    return lanes::before(lanes::equal(bytes, '"') | lanes::equal(bytes, '\\'));
}

inline std::size_t plain_ascii_json_lanes(const char* text) noexcept {
    const auto bytes = lanes::load(text);
    return lanes::before(lanes::equal(bytes, '"') | lanes::equal(bytes, '\\') | lanes::control(bytes) |
                         (bytes & lanes::highs));
}

/// Returns how many of the next `lane_count` bytes the value of a header field takes, but stops at a tab too: the
/// caller looks at the byte.
inline std::size_t field_value_lanes(const char* text) noexcept {
    const auto bytes = lanes::load(text);
    return lanes::before(lanes::control(bytes) | lanes::equal(bytes, 0x7f));
}

/// Leaves a header field's name to the caller.
inline std::size_t field_name_lanes(const char*) noexcept { return 0; }

inline std::size_t ascii_lanes(const char* text) noexcept { return lanes::before(lanes::load(text) & lanes::highs); }

#endif

/// Long runs of text are scanned with the widest instructions that the processor has. Each function scans from `at` on,
/// a piece at a time, and returns a place from where skip_lanes() goes on: near the byte that ends the run, or near
/// the end. The runs are those of the functions with these names.
struct wide_lanes {
    using scan = const char* (*)(const char* at, const char* end) noexcept;
    scan plain_json, plain_ascii_json, within_string, ascii;
};

/// Returns what the processor can do; where that is no more than usual, scans that stay where they are.
[[gnu::noinline]] const wide_lanes& wide() noexcept; // inline, it would cost short runs what long ones need

/// Returns how far `Scan` goes: to the byte that ended it, or the end; where all is shorter than a step, it may be left
/// to the caller. The next step does not wait for what the last one found, only for the guess that it went all the way. A run that turns
/// out long goes on in `Wide`.
template <std::size_t (*Scan)(const char*) noexcept, wide_lanes::scan wide_lanes::* Wide = nullptr>
const char* skip_lanes(const char* at, const char* end) noexcept {
    const char* const begin = at;
    if constexpr (Wide != nullptr) {
        constexpr std::ptrdiff_t long_run = 128;
        const char* const begin_ends = end - at > 2 * long_run ? at + long_run : end;
        for (; begin_ends - at >= static_cast<std::ptrdiff_t>(lane_count); at += lane_count)
            if (const auto size = Scan(at); size != lane_count) return at + size;
        if (begin_ends != end) at = (wide().*Wide)(at, end);
    }
    for (; static_cast<std::size_t>(end - at) >= lane_count; at += lane_count)
        if (const auto size = Scan(at); size != lane_count) return at + size;
    if (static_cast<std::size_t>(end - begin) < lane_count) return at;
    // The last step goes back over bytes that did not end the run.
    const char* const last = end - lane_count;
    return last + Scan(last);
}

} // namespace corogql::detail
