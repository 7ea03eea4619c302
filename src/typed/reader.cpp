#include <corogql/typed/reader.hpp>
#include <corogql/typed/writer.hpp>
#include <corogql/upload.hpp>

#include <corogql/error.hpp>

#include "typed/place.hpp"
#include "values/json/builder.hpp"
#include "values/json/scanner.hpp"
#include "values/text/byte_lanes.hpp"

#include <charconv>
#include <cmath>
#include <limits>

namespace corogql::typed {

namespace {

bool ends_scalar(char c) noexcept { return static_cast<unsigned char>(c) <= ' ' || c == ',' || c == '}' || c == ']'; }

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

} // namespace

bool reader::pass_string() noexcept {
    for (bool escapes = false;; escapes = true) {
        at_ = detail::skip_lanes<detail::within_string_lanes, &detail::wide_lanes::within_string>(at_, end_);
        while (*at_ != '"' && *at_ != '\\') ++at_;
        if (*at_ == '"') return ++at_, escapes;
        at_ += 2; // of a code in four digits, too, none is a quote
    }
}

std::string_view reader::skip() {
    peek();
    const char* const begin = at_;
    std::size_t depth = 0;
    do {
        const char c = *at_++;
        if (c == '"') {
            pass_string();
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            --depth;
        } else if (depth == 0) { // a number or a literal
            while (at_ != end_ && !ends_scalar(*at_)) ++at_;
        }
    } while (depth > 0);
    return {begin, static_cast<std::size_t>(at_ - begin)};
}

std::string_view reader::take_scalar() {
    const auto json = skip();
    if (!json.starts_with('"') || json.find('\\') == json.npos) return json;
    std::string text;
    if (!detail::append_unescaped(text, json.substr(1, json.size() - 2))) return json;
    unescaped_.clear();
    std::vector<writer::file> none;
    writer(unescaped_, none).text(text);
    return unescaped_;
}

std::string_view reader::take_escaped_key(const char* begin) {
    pass_string();
    unescaped_.clear();
    if (!detail::append_unescaped(unescaped_, {begin, static_cast<std::size_t>(at_ - 1 - begin)}))
        unescaped_.assign(begin, at_ - 1); // no text, and so no key of ours
    pass_colon();
    return unescaped_;
}

std::size_t reader::index_of(const key* keys, std::size_t count, std::string_view name) noexcept {
    std::size_t which = 0;
    while (which < count && keys[which].name != name) ++which;
    return which;
}

std::string reader::type_name() const {
    std::string name;
    reader copy = *this;
    static constexpr key keys[] = {{"__typename", true}};
    if (copy.peek() == '{') {
        // The generator asks for it first, so this is where it is.
        reader first = copy;
        ++first.at_;
        if (first.peek() == '"' && first.take_key() == keys[0].name) {
            first.read_text(name);
            return name;
        }
    }
    copy.object(keys, [&](std::size_t) { copy.read_text(name); });
    return name;
}

bool reader::enter_member(std::string_view name) {
    enter('{', "an object");
    if (peek() == '}') return false;
    const char* found = nullptr; // of several with one name the last counts
    do {
        if (take_key() == name) found = at_;
        skip();
    } while (goes_on());
    if (found) at_ = found;
    return found != nullptr;
}

bool reader::has(const std::string_view* names, std::size_t count) const {
    reader copy = *this;
    if (copy.peek() != '{') return false;
    ++copy.at_;
    if (copy.peek() == '}') return count == 0;
    std::size_t found = 0;
    do {
        const auto name = copy.take_key();
        for (std::size_t i = 0; i < count; ++i) found += names[i] == name;
        copy.skip();
    } while (copy.goes_on());
    return found >= count;
}

std::string_view reader::take_string(bool& escapes, std::string_view expected) {
    if (peek() != '"') fail_expected(expected);
    const char* const begin = ++at_;
    escapes = pass_string();
    return {begin, static_cast<std::size_t>(at_ - begin - 1)};
}

void reader::unescape(std::string_view inner, std::string& out) {
    out.clear();
    if (detail::append_unescaped(out, inner)) return;
    at_ = inner.data() - 1;
    fail("holds a surrogate without its other half, which is no text");
}

void reader::read_text(std::string& out, std::string_view expected) {
    bool escapes = false;
    const auto inner = take_string(escapes, expected);
    if (escapes)
        unescape(inner, out);
    else
        out.assign(inner);
}

void reader::read_text(std::string_view& out) {
    bool escapes = false;
    out = take_string(escapes);
    if (!escapes) return;
    if (!kept_) throw error(error_kind::usage, "a string with escapes cannot be a view where nothing keeps its text");
    std::string text;
    unescape(out, text);
    out = kept_->keep(std::move(text));
}

std::string_view reader::take_digits() {
    const char c = peek();
    if (c == '"') return {};
    if (c != '-' && !is_digit(c)) fail_expected("an ID: a string or an integer");
    const char* const begin = at_;
    const auto digits = skip();
    if (digits.find_first_of(".eE") == digits.npos) return digits;
    at_ = begin;
    fail_expected("an ID: a string or an integer");
}

void reader::read_id(std::string& out) {
    if (const auto digits = take_digits(); !digits.empty())
        out.assign(digits);
    else
        read_text(out);
}

void reader::read_id(std::string_view& out) {
    out = take_digits();
    if (out.empty()) read_text(out);
}

template <class Wide>
Wide reader::read_integer(Wide least, Wide most) {
    peek();
    const char* digit = at_;
    constexpr std::ptrdiff_t most_digits = 18; // so many always fit
    const char* const near = end_ - at_ > most_digits ? at_ + most_digits : end_;
    Wide number = 0;
    for (; digit != near && is_digit(*digit); ++digit) number = number * 10 + static_cast<Wide>(*digit - '0');
    if (digit == at_ || digit == end_ || !ends_scalar(*digit) || number < least || number > most)
        return read_unusual_integer(least, most);
    at_ = digit; // as nearly all are: from_chars() asks at each digit whether the next one fits
    return number;
}

template <class Wide>
Wide reader::read_unusual_integer(Wide least, Wide most) {
    const char* const begin = at_;
    const auto range = [&] { return "an integer from " + std::to_string(least) + " to " + std::to_string(most); };
    if (*at_ != '-' && !is_digit(*at_)) fail_expected("an integer");
    Wide number = 0;
    const auto [end, problem] = std::from_chars(at_, end_, number);
    if (problem == std::errc() && (end == end_ || ends_scalar(*end))) {
        if (number < least || number > most) fail_expected(range());
        at_ = end;
        return number;
    }
    if (problem == std::errc::result_out_of_range && (end == end_ || ends_scalar(*end))) fail_expected(range());
    // Servers that hold numbers as doubles send 3.0 for 3.
    const auto text = skip();
    double wide = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), wide).ec != std::errc())
        wide = detail::beyond_doubles(text);
    constexpr double lowest = std::is_signed_v<Wide> ? -0x1p63 : 0, beyond = std::is_signed_v<Wide> ? 0x1p63 : 0x1p64;
    const bool whole = std::trunc(wide) == wide, fits = wide >= lowest && wide < beyond;
    const auto fitting = fits ? static_cast<Wide>(wide) : Wide{0};
    if (whole && fits && fitting >= least && fitting <= most) return fitting;
    at_ = begin;
    fail_expected(whole ? range() : "an integer");
}

std::int64_t reader::read_int64(std::int64_t least, std::int64_t most) { return read_integer(least, most); }
std::uint64_t reader::read_uint64(std::uint64_t most) { return read_integer(std::uint64_t{0}, most); }

std::int32_t reader::read_int() {
    using limits = std::numeric_limits<std::int32_t>;
    return static_cast<std::int32_t>(read_integer<std::int64_t>(limits::min(), limits::max()));
}

double reader::read_double(double most) {
    const char c = peek();
    if (c != '-' && !is_digit(c)) fail_expected("a number");
    const char* const begin = at_;
    double number = 0;
    const auto [end, problem] = std::from_chars(at_, end_, number);
    at_ = end;
    if (problem != std::errc()) number = detail::beyond_doubles({begin, static_cast<std::size_t>(end - begin)});
    if (std::abs(number) <= most) return number;
    at_ = begin;
    fail_expected("a number that is not so large");
}

bool reader::read_bool() {
    const char c = peek();
    if (c != 't' && c != 'f') fail_expected("a boolean");
    at_ += c == 't' ? 4 : 5;
    return c == 't';
}

void reader::fail_expected(std::string_view what) {
    peek();
    const char* const begin = at_;
    const auto found = skip();
    fail_at({begin_, static_cast<std::size_t>(end_ - begin_)}, static_cast<std::size_t>(begin - begin_),
            "expected " + std::string(what) + ", found " + excerpt(found), found == "null");
}

void reader::fail(std::string_view problem) {
    peek();
    fail_at({begin_, static_cast<std::size_t>(end_ - begin_)}, static_cast<std::size_t>(at_ - begin_), problem);
}

void reader::fail_missing(const char* object, std::string_view name) const {
    fail_below({begin_, static_cast<std::size_t>(end_ - begin_)}, static_cast<std::size_t>(object - begin_), name,
               "is missing");
}

} // namespace corogql::typed
