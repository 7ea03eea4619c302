#include "protocol/graphql/json_writer.hpp"

#include "values/json/number_texts.hpp"
#include "values/text/byte_lanes.hpp"
#include "values/text/utf8.hpp"

#include <boost/json/value.hpp>

#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace corogql::protocol {

namespace {

template <class Number>
std::string_view digits_of(Number number, char (&room)[32]) {
    return {room, std::to_chars(room, room + sizeof room, number).ptr};
}

bool append_double(std::string& out, double number) {
    if (!std::isfinite(number)) return false;
    char room[32];
    const auto digits = digits_of(number, room);
    out += digits;
    if (digits.find_first_of(".e") == digits.npos) out += ".0"; // it stays a Float, for servers that look
    return true;
}

/// Plain numbers are written with their own digits.
struct plain_numbers {
    void enter(std::string_view) {}
    void enter(std::size_t) {}
    void leave() {}
    const std::string* find(const json::value&) const { return nullptr; }
};

/// Given numbers belong to variables that were given as text, and are written with the digits of that text.
class given_numbers {
public:
    explicit given_numbers(const detail::number_texts& texts) : texts_(texts) {}
    void enter(std::string_view name) {
        sizes_.push_back(pointer_.size());
        detail::append_pointer_name(pointer_, name);
    }
    void enter(std::size_t index) { enter(std::to_string(index)); }
    void leave() {
        pointer_.resize(sizes_.back());
        sizes_.pop_back();
    }
    const std::string* find(const json::value& number) const { return texts_.find(pointer_, number); }

private:
    const detail::number_texts& texts_;
    std::string pointer_;
    std::vector<std::size_t> sizes_;
};

template <class Numbers>
bool append_object(std::string& out, const json::object& value, Numbers& numbers);

template <class Numbers>
bool append_value(std::string& out, const json::value& value, Numbers& numbers) {
    char room[32];
    if (value.is_number())
        if (const auto* text = numbers.find(value)) return out += *text, true;
    switch (value.kind()) {
    case json::kind::null: out += "null"; break;
    case json::kind::bool_: out += value.get_bool() ? "true" : "false"; break;
    case json::kind::int64: out += digits_of(value.get_int64(), room); break;
    case json::kind::uint64: out += digits_of(value.get_uint64(), room); break;
    case json::kind::double_: return append_double(out, value.get_double());
    case json::kind::string: return append_json_string(out, value.get_string());
    case json::kind::array: {
        char before = '[';
        std::size_t index = 0;
        for (const auto& item : value.get_array()) {
            out += std::exchange(before, ',');
            numbers.enter(index++);
            if (!append_value(out, item, numbers)) return false;
            numbers.leave();
        }
        out += before == '[' ? "[]" : "]";
        break;
    }
    case json::kind::object: return append_object(out, value.get_object(), numbers);
    }
    return true;
}

template <class Numbers>
bool append_object(std::string& out, const json::object& value, Numbers& numbers) {
    char before = '{';
    for (const auto& [name, member] : value) {
        out += std::exchange(before, ',');
        if (!append_json_string(out, name)) return false;
        out += ':';
        numbers.enter(std::string_view(name));
        if (!append_value(out, member, numbers)) return false;
        numbers.leave();
    }
    out += before == '{' ? "{}" : "}";
    return true;
}

} // namespace

bool append_json(std::string& out, const json::object& value, const detail::number_texts* texts) {
    if (texts) {
        given_numbers numbers(*texts);
        return append_object(out, value, numbers);
    }
    plain_numbers numbers;
    return append_object(out, value, numbers);
}

bool append_json_string(std::string& out, std::string_view text) {
    out += '"';
    const char* plain = text.data();
    const char* const end = plain + text.size();
    bool fine = true;
    for (const char* at = plain;;) {
        at = detail::skip_lanes<detail::plain_ascii_json_lanes>(at, end);
        if (at == end) break;
        const auto c = static_cast<unsigned char>(*at);
        if (c >= 0x80) {
            const auto size = detail::first_character({at, static_cast<std::size_t>(end - at)});
            if (size == 0) fine = false;
            at += size == 0 ? 1 : size;
            continue;
        }
        if (c >= 0x20 && c != '"' && c != '\\') {
            ++at;
            continue;
        }
        out.append(plain, at);
        plain = ++at;
        constexpr std::string_view marks = "\"\\\n\t\r\b\f", letters = "\"\\ntrbf";
        if (const auto known = marks.find(static_cast<char>(c)); known != marks.npos)
            out.append({'\\', letters[known]});
        else
            out.append("\\u00").append({"01"[c >> 4], "0123456789abcdef"[c & 15]});
    }
    out.append(plain, end) += '"';
    return fine;
}

} // namespace corogql::protocol
