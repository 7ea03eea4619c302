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

/// Has a bit for each of the next `lane_count` bytes, the first the lowest.
using lane_mask = unsigned;
inline std::size_t first_lane(lane_mask mask) noexcept { return static_cast<std::size_t>(std::countr_zero(mask)); }
inline lane_mask lanes_of(__m128i marked) noexcept { return static_cast<unsigned>(_mm_movemask_epi8(marked)); }

/// Marks what ends a run of ordinary characters of a JSON string: a quote, a backslash or a control character.
inline lane_mask plain_json_lanes(const char* text) noexcept {
    const __m128i lanes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const auto are = [&](char c) { return _mm_cmpeq_epi8(lanes, _mm_set1_epi8(c)); };
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(lanes, _mm_set1_epi8(0x1f)), lanes);
    return lanes_of(_mm_or_si128(_mm_or_si128(are('"'), are('\\')), control));
}

/// Marks what ends a run of ordinary ASCII characters of a JSON string: a quote, a backslash, a control character or
/// any byte that is not ASCII.
inline lane_mask plain_ascii_json_lanes(const char* text) noexcept {
    const __m128i lanes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const auto are = [&](char c) { return _mm_cmpeq_epi8(lanes, _mm_set1_epi8(c)); };
    // As signed bytes, what is not ASCII is less than a space as well.
    const __m128i odd = _mm_cmplt_epi8(lanes, _mm_set1_epi8(0x20));
    return lanes_of(_mm_or_si128(_mm_or_si128(are('"'), are('\\')), odd));
}

/// Marks quotes and backslashes.
inline lane_mask within_string_lanes(const char* text) noexcept {
    const __m128i lanes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const auto are = [&](char c) { return _mm_cmpeq_epi8(lanes, _mm_set1_epi8(c)); };
    return lanes_of(_mm_or_si128(are('"'), are('\\')));
}

/// Marks what ends the value of a header field: a control character other than the tab.
inline lane_mask field_value_lanes(const char* text) noexcept {
    const __m128i lanes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const auto are = [&](char c) { return _mm_cmpeq_epi8(lanes, _mm_set1_epi8(c)); };
    const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(lanes, _mm_set1_epi8(0x1f)), lanes);
    return lanes_of(_mm_or_si128(_mm_andnot_si128(are('\t'), low), are(0x7f)));
}

/// Marks anything but letters and hyphens, though a few more characters may stand in a header field's name.
inline lane_mask field_name_lanes(const char* text) noexcept {
    const __m128i lanes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const __m128i from_a = _mm_sub_epi8(_mm_or_si128(lanes, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
    const __m128i letter = _mm_cmpeq_epi8(_mm_min_epu8(from_a, _mm_set1_epi8('z' - 'a')), from_a);
    return lanes_of(_mm_or_si128(letter, _mm_cmpeq_epi8(lanes, _mm_set1_epi8('-')))) ^ 0xffff;
}

/// Marks what is not ASCII.
inline lane_mask ascii_lanes(const char* text) noexcept {
    return lanes_of(_mm_loadu_si128(reinterpret_cast<const __m128i*>(text)));
}

#else

inline constexpr std::size_t lane_count = 8;

/// Has the highest bit of each of the next `lane_count` bytes, the first byte the lowest. Only the first that is marked
/// is right.
using lane_mask = std::uint64_t;
inline std::size_t first_lane(lane_mask mask) noexcept { return static_cast<std::size_t>(std::countr_zero(mask)) / 8; }

namespace lanes {

inline constexpr std::uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;

inline std::uint64_t load(const char* text) noexcept {
    std::uint64_t lanes;
    std::memcpy(&lanes, text, sizeof lanes);
    return std::endian::native == std::endian::big ? __builtin_bswap64(lanes) : lanes;
}
// Lanes above the lowest that is marked may be marked by the carry.
inline std::uint64_t equal(std::uint64_t lanes, char c) noexcept {
    const auto zero = lanes ^ (ones * static_cast<unsigned char>(c));
    return (zero - ones) & ~zero & highs;
}
inline std::uint64_t control(std::uint64_t lanes) noexcept { return (lanes - ones * 0x20) & ~lanes & highs; }

} // namespace lanes

inline lane_mask plain_json_lanes(const char* text) noexcept {
    const auto bytes = lanes::load(text);
    return lanes::equal(bytes, '"') | lanes::equal(bytes, '\\') | lanes::control(bytes);
}

inline lane_mask within_string_lanes(const char* text) noexcept {
    const auto bytes = lanes::load(text);
    return lanes::equal(bytes, '"') | lanes::equal(bytes, '\\');
}

inline lane_mask plain_ascii_json_lanes(const char* text) noexcept {
    const auto bytes = lanes::load(text);
    return lanes::equal(bytes, '"') | lanes::equal(bytes, '\\') | lanes::control(bytes) | (bytes & lanes::highs);
}

/// Marks what ends the value of a header field, and tabs too: the caller looks at the byte.
inline lane_mask field_value_lanes(const char* text) noexcept {
    const auto bytes = lanes::load(text);
    return lanes::control(bytes) | lanes::equal(bytes, 0x7f);
}

/// Leaves a header field's name to the caller.
inline lane_mask field_name_lanes(const char*) noexcept { return lanes::highs; }

inline lane_mask ascii_lanes(const char* text) noexcept { return lanes::load(text) & lanes::highs; }

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
/// to the caller. The next step does not wait for what the last one found, only for the guess that it went all the way.
/// A run that turns out long goes on in `Wide`.
template <lane_mask (*Scan)(const char*) noexcept, wide_lanes::scan wide_lanes::* Wide = nullptr>
const char* skip_lanes(const char* at, const char* end) noexcept {
    const char* const begin = at;
    if constexpr (Wide != nullptr) {
        constexpr std::ptrdiff_t long_run = 128;
        const char* const begin_ends = end - at > 2 * long_run ? at + long_run : end;
        for (; begin_ends - at >= static_cast<std::ptrdiff_t>(lane_count); at += lane_count)
            if (const auto stop = Scan(at)) return at + first_lane(stop);
        if (begin_ends != end) at = (wide().*Wide)(at, end);
    }
    for (; static_cast<std::size_t>(end - at) >= lane_count; at += lane_count)
        if (const auto stop = Scan(at)) return at + first_lane(stop);
    if (static_cast<std::size_t>(end - begin) < lane_count) return at;
    // The last step goes back over bytes that did not end the run.
    const char* const last = end - lane_count;
    const auto stop = Scan(last);
    return stop ? last + first_lane(stop) : end;
}

} // namespace corogql::detail
