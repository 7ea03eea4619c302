/// A scanner is a strict RFC 8259 reader that builds nothing: it checks a text and says where its parts lie, so that
/// payloads stay the bytes the server sent and are parsed only for those who ask for values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::detail {

/// A JSON syntax error says what is wrong with malformed JSON, or with JSON nested deeper than the scanner was told to
/// go, and at which byte.
class json_syntax_error : public std::runtime_error {
public:
    json_syntax_error(const char* problem, std::size_t offset)
        : std::runtime_error(std::string(problem) + " at byte " + std::to_string(offset)) {}
};

/// A scanner takes any byte above 0x7f inside a string, as UTF-8 is the transport's to check.
class json_scanner {
public:
    explicit json_scanner(std::string_view text, unsigned max_depth = 512) noexcept
        : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()), max_depth_(max_depth) {}
#ifndef NDEBUG
    json_scanner(const json_scanner&) = default;
    json_scanner& operator=(const json_scanner&) = default;
    ~json_scanner() { bytes_passed += offset(); }
    /// Builds with assertions count what this thread's scanners have passed, so that a test can tell work that grows
    /// with the text from work that grows with its depth as well.
    static inline thread_local std::uint64_t bytes_passed = 0;
#endif

    /// Returns the first character of the next value or punctuation; 0 at the end of the text.
    char peek() noexcept {
        while (at_ != end_ && is_space(*at_)) ++at_;
        return at_ == end_ ? '\0' : *at_;
    }
    /// Passes over one whole value and returns its text.
    std::string_view value();
    /// Passes over a value that begins as a string does, and returns what stands between its quotes; has_escapes() says
    /// whether escapes are to be undone in it.
    std::string_view string() {
        const char* begin = at_ + 1;
        escapes_ = false;
        at_ = skip_string(begin);
        return {begin, static_cast<std::size_t>(at_ - 1 - begin)};
    }
    bool has_escapes() const noexcept { return escapes_; }
    /// Passes over a value that is known to be of that size, and returns its text.
    std::string_view jump(std::size_t size) noexcept {
#ifndef NDEBUG
        bytes_passed -= size;
#endif
        at_ += size;
        return {at_ - size, size};
    }
    /// Passes over a number and returns its text.
    std::string_view number() {
        const char* begin = at_;
        at_ = skip_number(begin + (begin != end_ && *begin == '-'), part::first_digit);
        return {begin, static_cast<std::size_t>(at_ - begin)};
    }
    /// Passes over one value of a text that still grows. Returns false where the text ends within the value, which then
    /// goes on after grow(). A number can go on until the text is complete.
    bool try_value();
    /// Calls on_member(key, scanner) for each member of the object that stands here; the function must take the value.
    /// Keys come with their escapes undone, or as they are written where key_is_text() is false.
    template <class OnMember>
    void object(OnMember&& on_member);
    /// Returns whether the last key can be text: a surrogate that stands alone is legal JSON, but no text.
    bool key_is_text() const noexcept { return key_is_text_; }
    /// Calls on_item(scanner) for each item of the array that stands here; the function must take the value.
    template <class OnItem>
    void array(OnItem&& on_item);
    /// Throws unless only white space is left.
    void finish();

    /// Goes on in `text`, which is the text so far and more, and may lie elsewhere by now.
    void grow(std::string_view text, bool complete) noexcept;

    // For those who read an object piece by piece.
    bool at_end() noexcept { return peek() == '\0' && at_ == end_; }
    /// Takes the character `wanted`, or throws.
    void expect(char wanted, const char* problem) {
        if ((at_ == end_ || *at_ != wanted) && peek() != wanted) fail(problem);
        ++at_;
    }
    /// Goes one level down, or throws where that is too deep.
    void enter() {
        if (++depth_ > max_depth_) fail("nested too deeply");
    }
    [[noreturn]] void fail(const char* problem) const;

    std::size_t size_left() const noexcept { return static_cast<std::size_t>(end_ - at_); }
    std::size_t offset() const noexcept { return static_cast<std::size_t>(at_ - begin_); }
    /// Returns what was passed since `offset`.
    std::string_view text_from(std::size_t offset) const noexcept { return {begin_ + offset, this->offset() - offset}; }

private:
    /// A part is what is due within the value that try_value() is passing over; within a number it says behind which of
    /// the number's parts.
    enum class part : std::uint8_t {
        value,
        first,
        key,
        key_string,
        colon,
        string,
        next,
        first_digit,
        zero,
        point,
        e,
        e_sign,
        integer,
        fraction,
        exponent
    };

    static bool is_space(char c) noexcept { return c <= ' ' && (c == ' ' || c == '\n' || c == '\t' || c == '\r'); }
    [[noreturn]] void fail_at(const char* at, const char* problem);
    // Each returns where it goes on, or null where the text ends first.
    const char* skip_string(const char* at);
    const char* skip_escape(const char* at);
    const char* skip_number(const char* at, part due);
    const char* skip_literal(const char* at, std::string_view literal);
    void open(bool object);
    void close();
    std::string_view key(std::string& unescaped);

    const char* begin_;
    const char* at_;
    const char* end_;
    unsigned max_depth_;
    unsigned depth_ = 0;
    bool complete_ = true;
    bool escapes_ = false; ///< Whether the string that was passed has escapes.
    bool key_is_text_ = true;
    part due_ = part::value;
    // Levels that try_value() is within, a bit each: whether it is an object. The innermost is the lowest.
    unsigned open_ = 0;
    std::uint64_t objects_ = 0;
    std::vector<std::uint64_t> outer_objects_; ///< The levels outside the innermost 64.
};

/// Appends what stands between the quotes of a JSON string, with its escapes undone. Returns false where a surrogate
/// stands alone in it, which is legal JSON but no text.
bool append_unescaped(std::string& out, std::string_view inner);

/// Returns the text of a JSON string, which comes with its quotes, with its escapes undone; a string with a lone
/// surrogate stays as it is written.
std::string unescape(std::string_view quoted);

/// Returns the text of the JSON string that `value` is; nothing for another value. The text lies in `value`, or in
/// `own` where escapes were to be undone.
inline std::optional<std::string_view> text_of(std::string_view value, std::unique_ptr<std::string>& own) {
    if (value.size() < 2 || value.front() != '"') return std::nullopt;
    if (value.find('\\') == std::string_view::npos) return value.substr(1, value.size() - 2);
    own = std::make_unique<std::string>(unescape(value));
    return *own;
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

} // namespace corogql::detail
