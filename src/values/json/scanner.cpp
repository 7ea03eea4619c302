#include "values/json/scanner.hpp"

#include "values/json/plain_value.hpp"
#include "values/text/byte_lanes.hpp"
#include "values/text/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace corogql::detail {

namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_hex(char c) noexcept { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

} // namespace

void json_scanner::fail(const char* problem) const { throw json_syntax_error(problem, offset()); }

void json_scanner::fail_at(const char* at, const char* problem) {
    at_ = at;
    fail(problem);
}

void json_scanner::grow(std::string_view text, bool complete) noexcept {
    at_ = text.data() + offset();
    begin_ = text.data();
    end_ = begin_ + text.size();
    complete_ = complete;
}

void json_scanner::finish() {
    if (!at_end()) fail("unexpected text after the value");
}

std::string_view json_scanner::value() {
    peek();
    const char* begin = at_;
    if (complete_ && depth_ < max_depth_)
        if (const char* const end = plain_value_end(begin, end_, max_depth_ - depth_)) {
            at_ = end;
            return {begin, static_cast<std::size_t>(end - begin)};
        }
    try_value();
    return {begin, static_cast<std::size_t>(at_ - begin)};
}

// Where the text ends within the value, at_ and due_ say where it goes on.
bool json_scanner::try_value() {
    const char* at = at_;
    auto due = due_;
    while (true) {
        if (due == part::string || due == part::key_string) {
            at = skip_string(at);
            if (!at) return due_ = due, false;
            due = due == part::string ? part::next : part::colon;
        } else if (due >= part::first_digit) {
            at = skip_number(at, due);
            if (!at) return false;
            due = part::next;
        }
        if (due == part::next && open_ == 0) {
            at_ = at;
            due_ = part::value;
            return true;
        }
        while (at != end_ && is_space(*at)) ++at;
        if (at == end_ && !complete_) return at_ = at, due_ = due, false;
        const char c = at == end_ ? '\0' : *at;
        if (due == part::first || due == part::next) {
            const bool object = objects_ & 1;
            if (c == (object ? '}' : ']')) {
                close();
                ++at;
                due = part::next;
                continue;
            }
            if (due == part::next) {
                if (c != ',') fail_at(at, object ? "expected ',' or '}'" : "expected ',' or ']'");
                ++at;
                due = object ? part::key : part::value;
                continue;
            }
            due = object ? part::key : part::value;
        }
        switch (due) {
        case part::key:
            if (c != '"') fail_at(at, "expected a key");
            ++at;
            due = part::key_string;
            break;
        case part::colon:
            if (c != ':') fail_at(at, "expected ':'");
            ++at;
            due = part::value;
            break;
        default:
            if (c == '"') {
                due = part::string;
                ++at;
            } else if (c == '{' || c == '[') {
                if (++depth_ > max_depth_) fail_at(at, "nested too deeply");
                open(c == '{');
                due = part::first;
                ++at;
            } else if (c == 't' || c == 'f' || c == 'n') {
                at = skip_literal(at, c == 't' ? "true" : c == 'f' ? "false" : "null");
                if (!at) return due_ = due, false;
                due = part::next;
            } else {
                due = part::first_digit;
                if (c == '-') ++at;
            }
        }
    }
}

void json_scanner::open(bool object) {
    if (open_ != 0 && open_ % 64 == 0) outer_objects_.push_back(objects_);
    ++open_;
    objects_ = objects_ << 1 | static_cast<std::uint64_t>(object);
}

void json_scanner::close() {
    --depth_;
    --open_;
    objects_ >>= 1;
    if (open_ != 0 && open_ % 64 == 0) {
        objects_ = outer_objects_.back();
        outer_objects_.pop_back();
    }
}

const char* json_scanner::skip_literal(const char* at, std::string_view literal) {
    const auto left = static_cast<std::size_t>(end_ - at);
    const bool cut = left < literal.size();
    if (std::memcmp(at, literal.data(), cut ? left : literal.size()) != 0 || (cut && complete_))
        fail_at(at, "expected a value");
    if (cut) return at_ = at, nullptr;
    return at + literal.size();
}

/// Skips from within a string to behind it.
const char* json_scanner::skip_string(const char* at) {
    while (true) {
        at = skip_lanes<plain_json_lanes, &wide_lanes::plain_json>(at, end_);
        if (at == end_) {
            if (complete_) fail_at(at, "a string does not end");
            return at_ = at, nullptr;
        }
        const char c = *at;
        if (c == '"') return at + 1;
        if (static_cast<unsigned char>(c) < 0x20) fail_at(at, "a control character in a string");
        if (c == '\\') {
            at = skip_escape(at);
            if (!at) return nullptr;
        } else {
            ++at;
        }
    }
}

/// Skips an escape from its backslash on, in one go: where the text ends within the escape, the scanner stays at the
/// backslash.
const char* json_scanner::skip_escape(const char* at) {
    escapes_ = true;
    const auto left = end_ - at;
    const bool code = left > 1 && at[1] == 'u';
    if (left > 1 && !code && (at[1] == '\0' || !std::strchr("\"\\/bfnrt", at[1]))) fail_at(at + 2, "an unknown escape");
    const std::ptrdiff_t size = code ? 6 : 2;
    for (std::ptrdiff_t i = 2; i < std::min(size, left); ++i)
        if (!is_hex(at[i])) fail_at(at + i, "an unknown escape");
    if (left >= size) return at + size;
    if (complete_) fail_at(end_, "a string does not end");
    return at_ = at, nullptr;
}

const char* json_scanner::skip_number(const char* at, part due) {
    for (;; ++at) {
        if (due >= part::integer)
            while (at != end_ && is_digit(*at)) ++at;
        if (at == end_ && !complete_) return at_ = at, due_ = due, nullptr;
        const char c = at == end_ ? '\0' : *at;
        switch (due) {
        case part::zero:
        case part::integer:
            if (c == '.') {
                due = part::point;
                continue;
            }
            [[fallthrough]];
        case part::fraction:
            if (c != 'e' && c != 'E') return at;
            due = part::e;
            continue;
        case part::exponent: return at;
        case part::e:
            due = part::e_sign;
            if (c == '+' || c == '-') continue;
            [[fallthrough]];
        default: // a digit must come
            if (!is_digit(c)) fail_at(at, "expected a value");
            if (due == part::first_digit)
                due = c == '0' ? part::zero : part::integer;
            else
                due = due == part::point ? part::fraction : part::exponent;
        }
    }
}

std::string_view json_scanner::key(std::string& unescaped) {
    if (peek() != '"') fail("expected a key");
    const auto name = string();
    const bool plain = !escapes_;
    expect(':', "expected ':'");
    key_is_text_ = true;
    if (plain) return name;
    unescaped.clear();
    key_is_text_ = append_unescaped(unescaped, name);
    return key_is_text_ ? std::string_view(unescaped) : name;
}

namespace {

bool is_high_surrogate(unsigned code) noexcept { return code >= 0xd800 && code < 0xdc00; }
bool is_low_surrogate(unsigned code) noexcept { return code >= 0xdc00 && code < 0xe000; }

/// Reads the four hexadecimal digits at the beginning.
unsigned read_hex(std::string_view text) noexcept {
    unsigned code = 0;
    std::from_chars(text.data(), text.data() + 4, code, 16);
    return code;
}

} // namespace

bool append_unescaped(std::string& out, std::string_view inner) {
    while (true) {
        const auto plain = std::min(inner.find('\\'), inner.size());
        out.append(inner, 0, plain);
        inner.remove_prefix(plain);
        if (inner.empty()) return true;
        constexpr std::string_view letters = "bfnrt", meant = "\b\f\n\r\t";
        const char letter = inner[1];
        if (letter != 'u') {
            const auto known = letters.find(letter);
            out += known == letters.npos ? letter : meant[known];
            inner.remove_prefix(2);
            continue;
        }
        unsigned code = read_hex(inner.substr(2));
        inner.remove_prefix(6);
        if (is_low_surrogate(code)) return false;
        if (is_high_surrogate(code)) {
            const unsigned low = inner.starts_with("\\u") ? read_hex(inner.substr(2)) : 0;
            if (!is_low_surrogate(low)) return false;
            inner.remove_prefix(6);
            code = 0x10000 + (code - 0xd800) * 0x400 + (low - 0xdc00);
        }
        append_utf8(out, code);
    }
}

std::string unescape(std::string_view quoted) {
    const auto inner = quoted.substr(1, quoted.size() - 2);
    std::string text;
    return append_unescaped(text, inner) ? text : std::string(inner);
}

} // namespace corogql::detail
