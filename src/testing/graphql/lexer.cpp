#include "testing/graphql/lexer.hpp"
#include "values/text/utf8.hpp"

#include <algorithm>

namespace corogql::testing {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// Takes from block strings their common indentation and their blank first and last lines (GraphQL specification,
/// section 2.9.4).
std::string without_indentation(const std::string& raw) {
    std::vector<std::string> lines(1);
    for (const char c : raw) {
        if (c == '\n')
            lines.emplace_back();
        else if (c != '\r')
            lines.back() += c;
    }
    const auto indent = [](const std::string& line) { return line.find_first_not_of(" \t"); };
    auto common = std::string::npos;
    for (std::size_t i = 1; i < lines.size(); ++i) common = std::min(common, indent(lines[i]));
    for (std::size_t i = 1; i < lines.size() && common != std::string::npos; ++i)
        lines[i].erase(0, std::min(common, lines[i].size()));
    const auto blank = [&](const std::string& line) { return indent(line) == std::string::npos; };
    while (!lines.empty() && blank(lines.front())) lines.erase(lines.begin());
    while (!lines.empty() && blank(lines.back())) lines.pop_back();
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) text += (i ? "\n" : "") + lines[i];
    return text;
}

const char* code_of(request_error::stage at) {
    switch (at) {
    case request_error::stage::syntax: return "GRAPHQL_PARSE_FAILED";
    case request_error::stage::validation: return "GRAPHQL_VALIDATION_FAILED";
    case request_error::stage::variables: return "BAD_USER_INPUT";
    case request_error::stage::execution: break;
    }
    return "INTERNAL_SERVER_ERROR";
}

} // namespace

request_error::request_error(stage at, std::vector<graphql_error> errors)
    : std::runtime_error(errors.empty() ? "" : errors.front().message), at_(at), errors_(std::move(errors)) {
    for (auto& error : errors_)
        if (!error.extensions.contains("code")) error.extensions["code"] = code_of(at);
}

void syntax_error(const std::string& what, source_location where) {
    graphql_error error("Syntax Error: " + what);
    error.locations.push_back(where);
    throw request_error(request_error::stage::syntax, {error});
}

source_location lexer::place(std::size_t offset) const {
    source_location location;
    location.line = line_;
    location.column = static_cast<std::int64_t>(offset - line_begin_) + 1;
    return location;
}

void lexer::fail(const std::string& what) const { syntax_error(what, place(at_)); }

void lexer::skip_ignored() {
    if (at_ == 0 && text_.starts_with("\xEF\xBB\xBF")) at_ = line_begin_ = 3;
    for (; at_ < text_.size(); ++at_) {
        const char c = text_[at_];
        if (c == '#') {
            while (at_ + 1 < text_.size() && text_[at_ + 1] != '\n' && text_[at_ + 1] != '\r') ++at_;
        } else if (c == '\n' || c == '\r') {
            if (c == '\r' && peek(1) == '\n') ++at_;
            ++line_;
            line_begin_ = at_ + 1;
        } else if (c != ' ' && c != '\t' && c != ',') {
            return;
        }
    }
}

token lexer::next() {
    skip_ignored();
    token result;
    result.where = place(at_);
    if (at_ == text_.size()) return result;
    const char c = peek();
    if (is_name_start(c)) {
        const auto begin = at_;
        while (is_name_start(peek()) || is_digit(peek())) ++at_;
        result.kind = token::type::name;
        result.text = text_.substr(begin, at_ - begin);
        return result;
    }
    if (c == '-' || is_digit(c)) return number();
    if (c == '"') return text_.substr(at_).starts_with("\"\"\"") ? block_string() : string();
    result.kind = token::type::punctuator;
    if (text_.substr(at_).starts_with("...")) {
        result.text = "...";
    } else if (std::string_view("!$&()[]{}:=@|").find(c) != std::string_view::npos) {
        result.text = c;
    } else {
        fail(std::string("Unexpected character: \"") + c + "\".");
    }
    at_ += result.text.size();
    return result;
}

token lexer::number() {
    token result;
    result.kind = token::type::integer;
    result.where = place(at_);
    const auto begin = at_;
    const auto digits = [this] {
        if (!is_digit(peek())) fail("Invalid number, expected digit.");
        while (is_digit(peek())) ++at_;
    };
    if (peek() == '-') ++at_;
    if (peek() == '0' && is_digit(peek(1))) fail("Invalid number, unexpected digit after 0.");
    digits();
    if (peek() == '.') {
        result.kind = token::type::floating;
        ++at_;
        digits();
    }
    if (peek() == 'e' || peek() == 'E') {
        result.kind = token::type::floating;
        ++at_;
        if (peek() == '+' || peek() == '-') ++at_;
        digits();
    }
    if (peek() == '.' || is_name_start(peek())) fail("Invalid number, expected digit.");
    result.text = text_.substr(begin, at_ - begin);
    return result;
}

unsigned lexer::hex4() {
    unsigned value = 0;
    for (int i = 0; i < 4; ++i) {
        const char c = peek();
        const auto digit = std::string_view("0123456789abcdef").find(static_cast<char>(c | (c >= 'A' ? 0x20 : 0)));
        if (c == '\0' || digit == std::string_view::npos) fail("Invalid Unicode escape sequence.");
        value = value * 16 + static_cast<unsigned>(digit);
        ++at_;
    }
    return value;
}

void lexer::escape(std::string& out) {
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view values = "\"\\/\b\f\n\r\t";
    const char c = peek();
    if (const auto known = names.find(c); c != '\0' && known != std::string_view::npos) {
        ++at_;
        out += values[known];
        return;
    }
    if (c != 'u') fail("Invalid character escape sequence.");
    ++at_;
    auto point = hex4();
    if (point >= 0xD800 && point < 0xDC00) {
        if (peek() != '\\' || peek(1) != 'u') fail("Invalid Unicode escape sequence.");
        at_ += 2;
        const auto low = hex4();
        if (low < 0xDC00 || low > 0xDFFF) fail("Invalid Unicode escape sequence.");
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    } else if (point >= 0xDC00 && point < 0xE000) {
        fail("Invalid Unicode escape sequence.");
    }
    detail::append_utf8(out, point);
}

token lexer::string() {
    token result;
    result.kind = token::type::string;
    result.where = place(at_);
    for (++at_; peek() != '"';) {
        if (at_ == text_.size() || peek() == '\n' || peek() == '\r') fail("Unterminated string.");
        if (peek() == '\\') {
            ++at_;
            escape(result.text);
        } else {
            result.text += text_[at_++];
        }
    }
    ++at_;
    return result;
}

token lexer::block_string() {
    token result;
    result.kind = token::type::string;
    result.where = place(at_);
    std::string raw;
    for (at_ += 3; !text_.substr(at_).starts_with("\"\"\"");) {
        if (at_ == text_.size()) fail("Unterminated string.");
        if (text_.substr(at_).starts_with("\\\"\"\"")) {
            raw += "\"\"\"";
            at_ += 4;
            continue;
        }
        if (text_[at_] == '\n') {
            ++line_;
            line_begin_ = at_ + 1;
        }
        raw += text_[at_++];
    }
    at_ += 3;
    result.text = without_indentation(raw);
    return result;
}

} // namespace corogql::testing
