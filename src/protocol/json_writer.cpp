#include "protocol/json_writer.hpp"

#include "values/byte_lanes.hpp"

#include <boost/json/serializer.hpp>

namespace corogql::protocol {

void append_json(std::string& out, const json::object& value) {
    json::serializer serializer;
    serializer.reset(&value);
    char buffer[1024];
    while (!serializer.done()) {
        const auto part = serializer.read(buffer);
        out.append(part.data(), part.size());
    }
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
