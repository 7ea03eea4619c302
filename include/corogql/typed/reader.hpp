/// A reader takes JSON text apart, straight into the members of structs. Generated code reads with it.
#pragma once

#include <corogql/typed/kept_texts.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

/// Generated code stands on this namespace: how JSON becomes structs, and inputs become JSON.
namespace corogql::typed {

/// A key names a member of an object that is read.
struct key {
    std::string_view name; ///< Holds the response key.
    bool required = false; ///< Says that an object without it is a mistake of the server's.
};

/// A reader stands at a value of a text that must be JSON, as a response's is: it finds out types and ranges, not
/// syntax. Where something does not fit it throws corogql::error of kind `decode`, with the path within the text; the
/// path is looked for only then. A copy reads the same value once more.
class reader {
public:
    /// Stands at the value that the whole text is, which must outlive the reader. What is read as a view lies in the
    /// text, or among `kept` where it had escapes.
    explicit reader(std::string_view text, kept_texts* kept = nullptr) noexcept
        : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()), kept_(kept) {}

    /// Returns the first character of the value.
    char peek() noexcept {
        while (static_cast<unsigned char>(*at_) <= ' ') ++at_;
        return *at_;
    }
    /// Passes over null. Returns false for any other value, where it stays.
    bool take_null() noexcept {
        if (peek() != 'n') return false;
        at_ += 4;
        return true;
    }
    /// Passes over the value and returns its text.
    std::string_view skip();
    /// Passes over the value and returns its text; that of a string without escapes that it could do without, since
    /// some servers write the plus of "+01:00" as one. The view is valid until the next call of the reader.
    std::string_view take_scalar();

    /// Reads an object: calls `read_member(index)` for each member that is one of `keys`, which must take its value,
    /// and passes over the others. Servers answer in the order of the selection, so the key behind the last one is the
    /// first to be compared.
    template <std::size_t Count, class ReadMember>
    void object(const key (&keys)[Count], ReadMember&& read_member) {
        const char* const begin = enter('{', "an object");
        std::uint64_t seen[(Count + 63) / 64] = {};
        std::size_t found = 0, next = 0;
        if (peek() == '}') {
            ++at_;
        } else {
            do {
                const auto which = next < Count && take_key(keys[next].name) ? next : index_of(keys, Count, take_key());
                if (which == Count) {
                    skip();
                    continue;
                }
                const auto bit = std::uint64_t(1) << which % 64;
                found += !(seen[which / 64] & bit);
                seen[which / 64] |= bit;
                next = which + 1;
                read_member(which);
            } while (goes_on());
        }
        if (found == Count) return;
        for (std::size_t i = 0; i < Count; ++i)
            if (keys[i].required && !(seen[i / 64] >> i % 64 & 1)) fail_missing(begin, keys[i].name);
    }

    /// Reads a list: calls `read_item()` for each item, which must take it.
    template <class ReadItem>
    void list(ReadItem&& read_item) {
        enter('[', "a list");
        if (peek() == ']') {
            ++at_;
            return;
        }
        do read_item();
        while (goes_on());
    }

    /// Returns what `__typename` of the object is that stands here, and stays where it is.
    std::string type_name() const;
    /// Passes over the object that stands here, up to the value of the member of this name. Returns whether it has one.
    bool enter_member(std::string_view name);
    /// Returns whether the object that stands here has all of these keys, and stays where it is. It has none where it
    /// is null.
    template <std::size_t Count>
    bool has(const std::string_view (&names)[Count]) const {
        return has(names, Count);
    }

    // Leaves.

    /// Reads a string; `expected` names it where something else stands there.
    void read_text(std::string& out, std::string_view expected = "a string");
    /// Reads a string as a view. Throws corogql::error of kind `usage` where it has escapes and nothing keeps texts.
    void read_text(std::string_view& out);
    /// Reads a string, or an integer as its digits: what an ID may be.
    void read_id(std::string& out);
    /// Reads an ID as a view; see read_text().
    void read_id(std::string_view& out);
    /// Reads an integer of 32 bits; 3.0 is one.
    std::int32_t read_int();
    /// Reads an integer within these limits; whole doubles are integers.
    std::int64_t read_int64(std::int64_t least, std::int64_t most);
    /// Reads an integer that is not negative, likewise.
    std::uint64_t read_uint64(std::uint64_t most);
    /// Reads a number whose amount is at most this.
    double read_double(double most = std::numeric_limits<double>::max());
    /// Reads true or false.
    bool read_bool();

    /// Fails: the value that stands here is not what was expected: "a string".
    [[noreturn]] void fail_expected(std::string_view what);
    /// Fails: the object that stands here lacks a member.
    [[noreturn]] void fail_missing(std::string_view name) const { fail_missing(at_, name); }
    /// Fails: the value that stands here does not do, for this reason.
    [[noreturn]] void fail(std::string_view problem);

private:
    /// Passes over the bracket that an object or a list begins with, and returns where it stands.
    const char* enter(char bracket, const char* what) {
        if (peek() != bracket) fail_expected(what);
        return at_++;
    }
    /// Passes over a comma, or over the bracket at the end.
    bool goes_on() noexcept { return peek(), *at_++ == ','; }
    /// Passes over a key and its colon. The view is valid until the next key.
    std::string_view take_key() {
        peek();
        const char* const begin = ++at_;
        while (*at_ != '"' && *at_ != '\\') ++at_;
        if (*at_ == '\\') return take_escaped_key(begin);
        const std::string_view name(begin, static_cast<std::size_t>(at_ - begin));
        ++at_;
        pass_colon();
        return name;
    }
    /// Passes over a string. Returns what stands between its quotes, and whether there are escapes in it.
    std::string_view take_string(bool& escapes, std::string_view expected = "a string");
    template <class Wide>
    Wide read_integer(Wide least, Wide most);
    template <class Wide>
    Wide read_unusual_integer(Wide least, Wide most);
    void unescape(std::string_view inner, std::string& out);
    /// Passes over a number that an ID may be, and returns its digits; nothing where a string stands.
    std::string_view take_digits();
    void pass_colon() noexcept {
        if (*at_ != ':') peek();
        ++at_;
    }
    /// Passes over a key and its colon if it is this one, and else stays where it is. `name` has nothing to be escaped.
    bool take_key(std::string_view name) noexcept {
        peek();
        if (static_cast<std::size_t>(end_ - at_) < name.size() + 2) return false;
        const char* const behind = at_ + 1 + name.size();
        if (*behind != '"' || !is_same(at_ + 1, name)) return false;
        at_ = behind + 1;
        pass_colon();
        return true;
    }
    /// Does what memcmp() does, which takes longer for what is short.
    static bool is_same(const char* at, std::string_view name) noexcept {
        const auto size = name.size();
        if (size > 8) return std::memcmp(at, name.data(), size) == 0;
        if (size < 4)
            return size == 0 || (at[0] == name[0] && at[size / 2] == name[size / 2] && at[size - 1] == name[size - 1]);
        return four(at) == four(name.data()) && four(at + size - 4) == four(name.data() + size - 4);
    }
    static std::uint32_t four(const char* at) noexcept {
        std::uint32_t bytes;
        std::memcpy(&bytes, at, sizeof bytes);
        return bytes;
    }
    std::string_view take_escaped_key(const char* begin);
    /// Passes over the rest of a string from within it. Returns whether there are escapes in it.
    bool pass_string() noexcept;
    bool has(const std::string_view* names, std::size_t count) const;
    static std::size_t index_of(const key* keys, std::size_t count, std::string_view name) noexcept;
    [[noreturn]] void fail_missing(const char* object, std::string_view name) const;

    const char* begin_;
    const char* at_;
    const char* end_;
    kept_texts* kept_;
    std::string unescaped_; ///< Holds a key or scalar that had escapes.
};

/// Generated code brings `read_json(reader&, T&)` for such a type.
template <class T>
concept readable = requires(reader& in, T& out) { read_json(in, out); };

} // namespace corogql::typed
