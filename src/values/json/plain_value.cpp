#include "values/json/plain_value.hpp"

#include "values/json/plain_character.hpp"
#include "values/text/byte_lanes.hpp"
#include "values/text/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace corogql::detail {

namespace {

/// Steps forward in a text; null as a place means that the value is not plain.
struct plain_scan {
    const char* end;

    static bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
    static bool is_hex(char c) noexcept { return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }
    static bool is_space(char c) noexcept { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

    const char* space(const char* at) const noexcept {
        while (at != end && *at <= ' ' && is_space(*at)) ++at; // nearly always there is none
        return at;
    }
    /// From behind the quote that a string begins with to behind the one that it ends with.
    const char* string(const char* at) const noexcept {
        while (true) {
            at = skip_lanes<plain_ascii_json_lanes, &wide_lanes::plain_ascii_json>(at, end);
            while (at != end && is_plain_character(*at)) ++at;
            if (at == end) return nullptr;
            const auto c = static_cast<unsigned char>(*at);
            if (c == '"') return at + 1;
            if (c < 0x20) return nullptr;
            if (c >= 0x80) {
                const auto size = first_character({at, static_cast<std::size_t>(end - at)});
                if (size == 0) return nullptr;
                at += size;
            } else {
                at = escape(at); // nothing else is left
                if (!at) return nullptr;
            }
        }
    }
    /// Does what string() does, for keys. Byte by byte, the next step need not wait for what this one found, as the
    /// length of a key is no surprise to the processor.
    const char* short_string(const char* at) const noexcept {
        constexpr std::ptrdiff_t short_size = 20; // as nearly all names are
        const char* const near = end - at > short_size ? at + short_size : end;
        const char* next = at;
        while (next != near && is_plain_character(*next)) ++next;
        return next != near && *next == '"' ? next + 1 : string(at);
    }
    const char* escape(const char* at) const noexcept {
        if (end - at < 6) return nullptr;
        if (at[1] != 'u') return at[1] != '\0' && std::strchr("\"\\/bfnrt", at[1]) ? at + 2 : nullptr;
        return std::all_of(at + 2, at + 6, is_hex) ? at + 6 : nullptr;
    }
    const char* digits(const char* at) const noexcept {
        const char* const begin = at;
        while (at != end && is_digit(*at)) ++at;
        return at == begin ? nullptr : at;
    }
    const char* number(const char* at) const noexcept {
        if (*at == '-') ++at;
        const bool zero = at != end && *at == '0';
        at = zero ? at + 1 : digits(at);
        if (at && at != end && *at == '.') at = digits(at + 1);
        if (at && at != end && (*at | 0x20) == 'e') {
            ++at;
            if (at != end && (*at == '+' || *at == '-')) ++at;
            at = digits(at);
        }
        return at == end ? nullptr : at;
    }
    const char* literal(const char* at, const char* text, std::ptrdiff_t size) const noexcept {
        return end - at >= size && std::memcmp(at, text, static_cast<std::size_t>(size)) == 0 ? at + size : nullptr;
    }
    const char* leaf(const char* at) const noexcept {
        switch (*at) {
        case '"': return string(at + 1);
        case 't': return literal(at, "true", 4);
        case 'f': return literal(at, "false", 5);
        case 'n': return literal(at, "null", 4);
        default: return number(at);
        }
    }
    /// From the quote that a key begins with to the value behind its colon.
    const char* key(const char* at) const noexcept {
        if (at == end || *at != '"') return nullptr;
        at = short_string(at + 1);
        if (!at) return nullptr;
        at = space(at);
        return at != end && *at == ':' ? space(at + 1) : nullptr;
    }
};

} // namespace

const char* plain_value_end(const char* at, const char* end, unsigned levels) noexcept {
    const plain_scan scan{end};
    std::uint64_t objects = 0; // a bit for each level that is open, the innermost the lowest: whether it is an object
    unsigned open = 0;
    levels = std::min(levels, 64u);
    while (true) {
        if (at == end) return nullptr;
        const char first = *at;
        if (first == '{' || first == '[') {
            if (open == levels) return nullptr;
            const bool object = first == '{';
            at = scan.space(at + 1);
            if (at == end) return nullptr;
            if (*at != (object ? '}' : ']')) {
                ++open;
                objects = objects << 1 | static_cast<std::uint64_t>(object);
                if (object) at = scan.key(at);
                if (!at) return nullptr;
                continue;
            }
            ++at;
        } else {
            at = scan.leaf(at);
            if (!at) return nullptr;
        }
        while (true) { // behind a value
            if (open == 0) return at;
            at = scan.space(at);
            if (at == end) return nullptr;
            const bool object = objects & 1;
            const char c = *at++;
            if (c == ',') {
                at = scan.space(at);
                if (object) at = scan.key(at);
                if (!at) return nullptr;
                break;
            }
            if (c != (object ? '}' : ']')) return nullptr;
            --open;
            objects >>= 1;
        }
    }
}

} // namespace corogql::detail
