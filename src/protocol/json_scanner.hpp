/// A strict RFC 8259 reader that builds nothing: it checks a text and says where its parts lie, so that
/// payloads stay the bytes the server sent and are parsed only when somebody asks for values.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace corogql::protocol {

/// Malformed JSON, or nested deeper than the scanner was told to go: what is wrong and at which byte.
class json_syntax_error : public std::runtime_error {
public:
    json_syntax_error(const char* problem, std::size_t offset)
        : std::runtime_error(std::string(problem) + " at byte " + std::to_string(offset)) {}
};

/// UTF-8 is the transport's to check; a scanner takes any byte above 0x7f inside a string.
class json_scanner {
public:
    explicit json_scanner(std::string_view text, unsigned max_depth = 512) noexcept
        : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()), max_depth_(max_depth) {}

    /// The first character of the next value or punctuation; 0 at the end of the text.
    char peek() noexcept {
        while (at_ != end_ && is_space(*at_)) ++at_;
        return at_ == end_ ? '\0' : *at_;
    }
    /// Passes over one whole value and returns its text.
    std::string_view value();
    /// Calls on_member(key, scanner) for each member of the object that stands here; it must take the value.
    /// Keys come with their escapes undone.
    template <class OnMember>
    void object(OnMember&& on_member);
    /// Calls on_item(scanner) for each item of the array that stands here; it must take the value.
    template <class OnItem>
    void array(OnItem&& on_item);
    /// Throws unless only white space is left.
    void finish();

    std::size_t offset() const noexcept { return static_cast<std::size_t>(at_ - begin_); }
    /// What was passed since then.
    std::string_view text_from(std::size_t offset) const noexcept { return {begin_ + offset, this->offset() - offset}; }

private:
    static bool is_space(char c) noexcept { return c <= ' ' && (c == ' ' || c == '\n' || c == '\t' || c == '\r'); }
    [[noreturn]] void fail(const char* problem) const;
    void expect(char wanted, const char* problem);
    void skip_value();
    bool skip_string(); ///< whether it has escapes
    void skip_escape();
    void skip_number();
    void skip_digits();
    void skip_literal(std::string_view literal);
    void enter();
    std::string_view key(std::string& unescaped);

    const char* begin_;
    const char* at_;
    const char* end_;
    unsigned max_depth_;
    unsigned depth_ = 0;
};

/// A JSON string's text, quotes included, with its escapes undone.
std::string unescape(std::string_view quoted);

/// The text of a JSON string as it stands; nothing for another value. Enough for ids and types: with escapes they are
/// never ours, so they match nothing.
inline std::optional<std::string_view> between_quotes(std::string_view value) noexcept {
    if (value.size() < 2 || value.front() != '"') return std::nullopt;
    return value.substr(1, value.size() - 2);
}

template <class OnMember>
void json_scanner::object(OnMember&& on_member) {
    if (peek() != '{') fail("expected an object");
    enter();
    ++at_;
    if (peek() == '}') {
        ++at_;
    } else {
        std::string unescaped;
        while (true) {
            const auto name = key(unescaped);
            peek();
            on_member(name, *this);
            const char next = peek();
            if (next != ',' && next != '}') fail("expected ',' or '}'");
            ++at_;
            if (next == '}') break;
        }
    }
    --depth_;
}

template <class OnItem>
void json_scanner::array(OnItem&& on_item) {
    if (peek() != '[') fail("expected a list");
    enter();
    ++at_;
    if (peek() == ']') {
        ++at_;
    } else {
        while (true) {
            peek();
            on_item(*this);
            const char next = peek();
            if (next != ',' && next != ']') fail("expected ',' or ']'");
            ++at_;
            if (next == ']') break;
        }
    }
    --depth_;
}

} // namespace corogql::protocol
