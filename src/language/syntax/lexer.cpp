#include "language/syntax/lexer.hpp"

#include "values/text/utf8.hpp"

#include <array>
#include <cstdio>

namespace corogql::language {

namespace {

constexpr auto npos = std::string_view::npos;

constexpr bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool is_name_part(char c) { return is_name_start(c) || (c >= '0' && c <= '9'); }

/// The kinds of tokens that are one character.
constexpr auto punctuators = [] {
    std::array<token::type, 128> kinds{};
    kinds['!'] = token::type::exclamation;
    kinds['$'] = token::type::dollar;
    kinds['&'] = token::type::ampersand;
    kinds['('] = token::type::paren_open;
    kinds[')'] = token::type::paren_close;
    kinds[':'] = token::type::colon;
    kinds['='] = token::type::equals;
    kinds['@'] = token::type::at;
    kinds['['] = token::type::bracket_open;
    kinds[']'] = token::type::bracket_close;
    kinds['{'] = token::type::brace_open;
    kinds['|'] = token::type::pipe;
    kinds['}'] = token::type::brace_close;
    return kinds;
}();

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Returns the code point that whole characters begin with.
unsigned long code_point(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return first;
    const auto size = detail::first_character(text);
    unsigned long code = first & (0xFFu >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3Fu);
    return code;
}

/// Returns the value of four hexadecimal digits, or a negative number.
long hex_value(std::string_view digits) {
    long value = 0;
    for (const char c : digits) {
        const auto found = std::string_view("0123456789abcdef0123456789ABCDEF").find(c);
        if (found == npos) return -1;
        value = value * 16 + static_cast<long>(found % 16);
    }
    return value;
}

bool is_scalar_value(long code) { return (code >= 0 && code < 0xD800) || (code > 0xDFFF && code <= 0x10FFFF); }

/// Returns the first so many characters of a text.
std::string_view characters(std::string_view text, std::size_t count) {
    std::size_t size = 0;
    for (; count > 0 && size < text.size(); --count) size += detail::first_character(text.substr(size));
    return text.substr(0, size);
}

} // namespace

std::string_view kind_text(token::type kind) noexcept {
    constexpr std::string_view names[]{"<EOF>", "\"!\"", "\"$\"", "\"&\"", "\"(\"",  "\")\"",      "\"...\"",
                                       "\":\"", "\"=\"", "\"@\"", "\"[\"", "\"]\"",  "\"{\"",      "\"|\"",
                                       "\"}\"", "Name",  "Int",   "Float", "String", "BlockString"};
    return names[static_cast<std::size_t>(kind)];
}

lexer::lexer(const source& in) : source_(in), text_(in.text()) {
    const auto good = detail::utf8_size(text_);
    if (good != text_.size()) fail("The text is not UTF-8, at byte " + std::to_string(good) + ".", good);
}

void lexer::fail(const std::string& what, std::size_t offset) const {
    throw syntax_error(what, {&source_, static_cast<std::uint32_t>(offset)});
}

std::string lexer::shown(std::size_t offset) const {
    if (offset >= text_.size()) return "<EOF>";
    const auto code = code_point(text_.substr(offset));
    if (code == '"') return "'\"'";
    if (code >= 0x20 && code <= 0x7E) return {'"', static_cast<char>(code), '"'};
    char text[16];
    std::snprintf(text, sizeof text, "U+%04lX", code);
    return text;
}

/// Goes behind what means nothing; false at the end of the text.
bool lexer::skip_ignored() {
    while (begin_ < text_.size()) {
        const char c = text_[begin_];
        if (c == '#')
            begin_ = std::min(text_.find_first_of("\r\n", begin_), text_.size());
        else if (c == ' ' || c == ',' || c == '\n' || c == '\t' || c == '\r')
            ++begin_;
        else if (text_.substr(begin_).starts_with(byte_order_mark))
            begin_ += byte_order_mark.size();
        else
            return true;
    }
    return false;
}

token lexer::made(token::type kind, std::size_t end) {
    const token result{kind, static_cast<std::uint32_t>(begin_), text_.substr(begin_, end - begin_)};
    begin_ = end;
    return result;
}

token lexer::next() {
    if (!skip_ignored()) return made(token::type::end, begin_);
    const char c = text_[begin_];
    if (is_name_start(c)) {
        auto end = begin_ + 1;
        while (is_name_part(at(end))) ++end;
        return made(token::type::name, end);
    }
    if (static_cast<unsigned char>(c) < punctuators.size() &&
        punctuators[static_cast<unsigned char>(c)] != token::type::end)
        return made(punctuators[static_cast<unsigned char>(c)], begin_ + 1);
    if (c == '-' || is_digit(begin_)) return number();
    if (c == '"') return text_.substr(begin_).starts_with("\"\"\"") ? block_string() : string();
    if (text_.substr(begin_).starts_with("...")) return made(token::type::spread, begin_ + 3);
    if (c == '\'') fail("Unexpected single quote character ('), did you mean to use a double quote (\")?", begin_);
    fail("Unexpected character: " + shown(begin_) + '.', begin_);
}

std::size_t lexer::digits(std::size_t at) const {
    if (!is_digit(at)) fail("Invalid number, expected digit but got: " + shown(at) + '.', at);
    while (is_digit(at)) ++at;
    return at;
}

token lexer::number() {
    auto end = begin_;
    bool floating = false;
    if (at(end) == '-') ++end;
    if (at(end) == '0' && is_digit(end + 1))
        fail("Invalid number, unexpected digit after 0: " + shown(end + 1) + '.', end + 1);
    end = digits(end);
    if (at(end) == '.') {
        floating = true;
        end = digits(end + 1);
    }
    if (at(end) == 'e' || at(end) == 'E') {
        floating = true;
        ++end;
        if (at(end) == '+' || at(end) == '-') ++end;
        end = digits(end);
    }
    if (at(end) == '.' || is_name_start(at(end)))
        fail("Invalid number, expected digit but got: " + shown(end) + '.', end);
    return made(floating ? token::type::floating : token::type::integer, end);
}

/// Returns what follows an escape sequence, which is checked.
std::size_t lexer::escape(std::size_t at) const {
    const auto refuse = [&](const char* what, std::size_t size) {
        fail(std::string("Invalid ") + what + " escape sequence: \"" + std::string(characters(text_.substr(at), size)) +
                 "\".",
             at);
    };
    if (this->at(at + 1) != 'u') {
        if (at + 1 < text_.size() && std::string_view("\"\\/bfnrt").find(text_[at + 1]) != npos) return at + 2;
        refuse("character", 2);
    }
    if (this->at(at + 2) == '{') {
        long code = 0;
        std::size_t size = 3;
        for (; size < 12; ++size) {
            const char c = this->at(at + size);
            if (c == '}') break;
            const auto digit = hex_value({&c, 1});
            if (digit < 0) refuse("Unicode", size + 1);
            code = code * 16 + digit;
        }
        ++size;
        if (size < 5 || size > 12 || !is_scalar_value(code)) refuse("Unicode", std::min<std::size_t>(size, 12));
        return at + size;
    }
    const auto unit = [&](std::size_t from) {
        const auto four = text_.substr(std::min(from, text_.size()), 4);
        return four.size() == 4 ? hex_value(four) : -1;
    };
    const auto first = unit(at + 2);
    if (is_scalar_value(first)) return at + 6;
    if (first >= 0xD800 && first < 0xDC00 && text_.substr(at + 6).starts_with("\\u")) {
        const auto second = unit(at + 8);
        if (second >= 0xDC00 && second <= 0xDFFF) return at + 12;
    }
    refuse("Unicode", 6);
    return at;
}

token lexer::string() {
    for (auto end = begin_ + 1;;) {
        end = std::min(text_.find_first_of("\"\\\r\n", end), text_.size());
        if (at(end) == '"') return made(token::type::string, end + 1);
        if (at(end) != '\\') fail("Unterminated string.", end);
        end = escape(end);
    }
}

token lexer::block_string() {
    for (auto end = begin_ + 3;;) {
        end = text_.find("\"\"\"", end);
        if (end == npos) fail("Unterminated string.", text_.size());
        if (text_[end - 1] != '\\') return made(token::type::block_string, end + 3);
        end += 3;
    }
}

} // namespace corogql::language
