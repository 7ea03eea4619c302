#include "protocol/json_writer.hpp"

#include "values/byte_lanes.hpp"

#include <boost/json/value.hpp>

#include <charconv>
#include <cmath>
#include <utility>

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

bool append_value(std::string& out, const json::value& value) {
    char room[32];
    switch (value.kind()) {
    case json::kind::null: out += "null"; break;
    case json::kind::bool_: out += value.get_bool() ? "true" : "false"; break;
    case json::kind::int64: out += digits_of(value.get_int64(), room); break;
    case json::kind::uint64: out += digits_of(value.get_uint64(), room); break;
    case json::kind::double_: return append_double(out, value.get_double());
    case json::kind::string: append_json_string(out, value.get_string()); break;
    case json::kind::array: {
        char before = '[';
        for (const auto& item : value.get_array()) {
            out += std::exchange(before, ',');
            if (!append_value(out, item)) return false;
        }
        out += before == '[' ? "[]" : "]";
        break;
    }
    case json::kind::object: return append_json(out, value.get_object());
    }
    return true;
}

} // namespace

bool append_json(std::string& out, const json::object& value) {
    char before = '{';
    for (const auto& [name, member] : value) {
        out += std::exchange(before, ',');
        append_json_string(out, name);
        out += ':';
        if (!append_value(out, member)) return false;
    }
    out += before == '{' ? "{}" : "}";
    return true;
}

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    const char* plain = text.data();
    const char* const end = plain + text.size();
    for (const char* at = plain;; ++at) {
        at = detail::skip_lanes<detail::plain_json_lanes>(at, end);
        if (at == end) break;
        const auto c = static_cast<unsigned char>(*at);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out.append(plain, at);
        plain = at + 1;
        constexpr std::string_view marks = "\"\\\n\t\r\b\f", letters = "\"\\ntrbf";
        if (const auto known = marks.find(*at); known != marks.npos)
            out.append({'\\', letters[known]});
        else
            out.append("\\u00").append({"01"[c >> 4], "0123456789abcdef"[c & 15]});
    }
    out.append(plain, end) += '"';
}

} // namespace corogql::protocol
