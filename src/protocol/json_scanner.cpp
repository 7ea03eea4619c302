#include "protocol/json_scanner.hpp"

#include "values/byte_lanes.hpp"

#include <boost/json/parse.hpp>

#include <cstring>

namespace corogql::protocol {

namespace json = boost::json;

namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_hex(char c) noexcept { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

} // namespace

void json_scanner::fail(const char* problem) const { throw json_syntax_error(problem, offset()); }

void json_scanner::expect(char wanted, const char* problem) {
    if (peek() != wanted) fail(problem);
    ++at_;
}

void json_scanner::enter() {
    if (++depth_ > max_depth_) fail("nested too deeply");
}

std::string_view json_scanner::value() {
    peek();
    const char* begin = at_;
    skip_value();
    return {begin, static_cast<std::size_t>(at_ - begin)};
}

void json_scanner::finish() {
    if (peek() != '\0' || at_ != end_) fail("unexpected text after the value");
}

void json_scanner::skip_value() {
    switch (peek()) {
    case '{': return object([](std::string_view, json_scanner& inner) { inner.skip_value(); });
    case '[': return array([](json_scanner& inner) { inner.skip_value(); });
    case '"': skip_string(); return;
    case 't': return skip_literal("true");
    case 'f': return skip_literal("false");
    case 'n': return skip_literal("null");
    default: return skip_number();
    }
}

void json_scanner::skip_literal(std::string_view literal) {
    if (static_cast<std::size_t>(end_ - at_) < literal.size() || std::memcmp(at_, literal.data(), literal.size()) != 0)
        fail("expected a value");
    at_ += literal.size();
}

bool json_scanner::skip_string() {
    bool escapes = false;
    ++at_;
    while (true) {
        at_ = detail::skip_lanes<detail::plain_json_lanes>(at_, end_);
        if (at_ == end_) fail("a string does not end");
        const char c = *at_;
        if (c == '"') break;
        if (static_cast<unsigned char>(c) < 0x20) fail("a control character in a string");
        ++at_;
        if (c == '\\') escapes = true, skip_escape();
    }
    ++at_;
    return escapes;
}

void json_scanner::skip_escape() {
    if (at_ == end_) fail("a string does not end");
    const char c = *at_++;
    if (c != 'u') {
        if (!std::strchr("\"\\/bfnrt", c) || c == '\0') fail("an unknown escape");
        return;
    }
    for (int i = 0; i < 4; ++i, ++at_)
        if (at_ == end_ || !is_hex(*at_)) fail("an unknown escape");
}

void json_scanner::skip_digits() {
    if (at_ == end_ || !is_digit(*at_)) fail("expected a value");
    while (at_ != end_ && is_digit(*at_)) ++at_;
}

void json_scanner::skip_number() {
    if (at_ != end_ && *at_ == '-') ++at_;
    if (at_ != end_ && *at_ == '0')
        ++at_;
    else
        skip_digits();
    if (at_ != end_ && *at_ == '.') ++at_, skip_digits();
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
        ++at_;
        if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
        skip_digits();
    }
}

std::string_view json_scanner::key(std::string& unescaped) {
    if (peek() != '"') fail("expected a key");
    const char* begin = at_;
    const bool escapes = skip_string();
    const std::string_view quoted(begin, static_cast<std::size_t>(at_ - begin));
    expect(':', "expected ':'");
    if (!escapes) return quoted.substr(1, quoted.size() - 2);
    unescaped = unescape(quoted);
    return unescaped;
}

std::string unescape(std::string_view quoted) {
    json::error_code failed;
    const auto value = json::parse(json::string_view(quoted.data(), quoted.size()), failed);
    // A lone surrogate is legal JSON but no text; what it stands in is kept as it is written.
    if (failed || !value.is_string()) return std::string(quoted.substr(1, quoted.size() - 2));
    return std::string(value.get_string().data(), value.get_string().size());
}

} // namespace corogql::protocol
