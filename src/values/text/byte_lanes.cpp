#include "values/text/byte_lanes.hpp"

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#    define COROGQL_AVX2 __attribute__((target("avx2")))
#    include <immintrin.h>
#endif

namespace corogql::detail {

namespace {

const char* stay(const char* at, const char*) noexcept { return at; }

#ifdef COROGQL_AVX2

constexpr std::ptrdiff_t piece = 64;

COROGQL_AVX2 __m256i load(const char* at) noexcept { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)); }

COROGQL_AVX2 __m256i quotes(__m256i lanes) noexcept {
    return _mm256_or_si256(_mm256_cmpeq_epi8(lanes, _mm256_set1_epi8('"')),
                           _mm256_cmpeq_epi8(lanes, _mm256_set1_epi8('\\')));
}

COROGQL_AVX2 __m256i quotes_and_controls(__m256i lanes) noexcept {
    const __m256i control = _mm256_cmpeq_epi8(_mm256_min_epu8(lanes, _mm256_set1_epi8(0x1f)), lanes);
    return _mm256_or_si256(quotes(lanes), control);
}

COROGQL_AVX2 const char* far_plain_json(const char* at, const char* end) noexcept {
    for (; end - at >= piece; at += piece)
        if (_mm256_movemask_epi8(_mm256_or_si256(quotes_and_controls(load(at)), quotes_and_controls(load(at + 32)))))
            break;
    return at;
}

COROGQL_AVX2 __m256i quotes_and_odd(__m256i lanes) noexcept {
    // As signed bytes, what is not ASCII is less than a space as well.
    return _mm256_or_si256(quotes(lanes), _mm256_cmpgt_epi8(_mm256_set1_epi8(0x20), lanes));
}

COROGQL_AVX2 const char* far_plain_ascii_json(const char* at, const char* end) noexcept {
    for (; end - at >= piece; at += piece)
        if (_mm256_movemask_epi8(_mm256_or_si256(quotes_and_odd(load(at)), quotes_and_odd(load(at + 32))))) break;
    return at;
}

COROGQL_AVX2 const char* far_within_string(const char* at, const char* end) noexcept {
    for (; end - at >= piece; at += piece)
        if (_mm256_movemask_epi8(_mm256_or_si256(quotes(load(at)), quotes(load(at + 32))))) break;
    return at;
}

COROGQL_AVX2 const char* far_ascii(const char* at, const char* end) noexcept {
    for (; end - at >= piece; at += piece)
        if (_mm256_movemask_epi8(_mm256_or_si256(load(at), load(at + 32)))) break;
    return at;
}

wide_lanes choose() noexcept {
    if (__builtin_cpu_supports("avx2")) return {far_plain_json, far_plain_ascii_json, far_within_string, far_ascii};
    return {stay, stay, stay, stay};
}

#else

wide_lanes choose() noexcept { return {stay, stay, stay, stay}; }

#endif

} // namespace

const wide_lanes& wide() noexcept {
    static const wide_lanes chosen = choose();
    return chosen;
}

} // namespace corogql::detail
