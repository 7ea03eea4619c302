#include "transport/http/head.hpp"

#include "transport/http/error.hpp"
#include "values/text/ascii.hpp"
#include "values/text/header_text.hpp"

#include <array>
#include <charconv>

namespace corogql::transport {

namespace {

constexpr std::string_view version_prefix = "HTTP/1.";

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Returns 10 or 11; 0 for any other version.
unsigned read_version(std::string_view text) noexcept {
    if (text.size() != 8 || !text.starts_with(version_prefix)) return 0;
    return text[7] == '1' ? 11 : text[7] == '0' ? 10 : 0;
}

bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

/// Takes away blanks, but leaves CR and LF, unlike trim(): where they do not belong they must be seen and refused.
std::string_view trim_blanks(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

void read_length(std::string_view list, std::optional<std::uint64_t>& length) {
    for (;;) {
        const auto text = trim_blanks(list);
        std::uint64_t value = 0;
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
        list = trim_blanks(text.substr(static_cast<std::size_t>(end - text.data())));
        if (failed != std::errc() || (!list.empty() && list.front() != ','))
            throw_malformed_http("bad Content-Length", text);
        if (length && *length != value) throw_malformed_http("two values of Content-Length");
        length = value;
        if (list.empty()) return;
        list.remove_prefix(1);
    }
}

/// The known names stand at the index of their sizes, no two of which are alike; only Keep-Alive is as long as another,
/// and is not in here.
constexpr auto known_names = [] {
    std::array<std::string_view, 18> names;
    for (const std::string_view name : {"Allow", "Location", "Connection", "Retry-After", "Content-Type",
                                        "Content-Length", "Content-Encoding", "Transfer-Encoding"}) {
        if (!names[name.size()].empty()) throw name; // does not compile, then
        names[name.size()] = name;
    }
    return names;
}();

/// Keeps the first value: of several fields of one name the first counts.
void note(std::string_view value, std::optional<std::string_view>& place) {
    if (!place) place = value;
}

void read_connection(std::string_view list, bool& close, bool& keep) {
    while (!list.empty()) {
        const auto option = trim_blanks(detail::take_until(list, ','));
        close = close || detail::equals_ignoring_case(option, "close");
        keep = keep || detail::equals_ignoring_case(option, "keep-alive");
    }
}

} // namespace

http_status_line read_status_line(std::string_view line) {
    http_status_line result;
    result.version = read_version(line.substr(0, 8));
    if (result.version == 0) throw_malformed_http("this does not begin with a version of HTTP/1:", line);
    const auto code = line.substr(8);
    if (code.size() < 4 || code[0] != ' ' || code[1] == '0' || !is_digit(code[1]) || !is_digit(code[2]) ||
        !is_digit(code[3]) || (code.size() > 4 && code[4] != ' '))
        throw_malformed_http("bad status in", line);
    result.status = static_cast<unsigned>((code[1] - '0') * 100 + (code[2] - '0') * 10 + (code[3] - '0'));
    if (code.size() > 5) result.reason = code.substr(5);
    if (!detail::is_field_value(result.reason)) throw_malformed_http("bad reason in", line);
    return result;
}

bool begins_status_line(std::string_view piece) noexcept {
    return version_prefix.starts_with(piece.substr(0, version_prefix.size()));
}

http_request_line read_request_line(std::string_view line) {
    const auto whole = line;
    http_request_line result;
    result.method = detail::take_until(line, ' ');
    result.target = detail::take_until(line, ' ');
    result.version = read_version(line);
    if (!detail::is_token(result.method) || result.target.empty() || !detail::is_field_value(result.target))
        throw_malformed_http("bad request line", whole);
    if (result.version == 0) throw_malformed_http("bad version of HTTP in", whole);
    return result;
}

std::size_t take_plain_field(std::string_view bytes, detail::header_list& into) {
    const char* const begin = bytes.data();
    const char* const end = begin + bytes.size();
    const char* const colon = detail::token_end(begin, end);
    if (colon == begin || colon == end || *colon != ':') return 0;
    const char* value = colon + 1;
    while (value != end && is_blank(*value)) ++value;
    const char* value_end = detail::field_value_end(value, end);
    if (end - value_end < 2 || value_end[0] != '\r' || value_end[1] != '\n') return 0;
    const auto size = static_cast<std::size_t>(value_end + 2 - begin);
    while (value_end != value && is_blank(value_end[-1])) --value_end;
    into.add({begin, colon}, {value, value_end});
    return size;
}

void read_field(std::string_view line, detail::header_list& into) {
    if (is_blank(line.front())) {
        if (into.empty()) throw_malformed_http("a blank before the first field:", line);
        line = trim_blanks(line);
        if (!detail::is_field_value(line)) throw_malformed_http("a control character in field", into.last().name);
        return into.extend_last(line);
    }
    const auto colon = detail::token_size(line);
    const auto name = line.substr(0, colon);
    if (name.empty() || colon == line.size() || line[colon] != ':')
        throw_malformed_http("bad field name", line.substr(0, line.find(':')));
    const auto value = trim_blanks(line.substr(colon + 1));
    if (!detail::is_field_value(value)) throw_malformed_http("a control character in field", name);
    into.add(name, value);
}

detail::http_fields read_fields(const detail::header_list& fields, unsigned version) {
    detail::http_fields result;
    bool close = false, keep = false;
    for (const auto [name, value] : fields) {
        if (name.size() >= known_names.size() || !detail::equals_ignoring_case(name, known_names[name.size()])) {
            // The only two of a size.
            if (name.size() == 10 && detail::equals_ignoring_case(name, "Keep-Alive"))
                note(value, result.keep_alive_field);
            continue;
        }
        switch (name.size()) {
        case 5: note(value, result.allow); break;
        case 8: note(value, result.location); break;
        case 10: read_connection(value, close, keep); break;
        case 11: note(value, result.retry_after); break;
        case 12: note(value, result.content_type); break;
        case 14: read_length(value, result.length); break;
        case 16: note(value, result.content_encoding); break;
        case 17:
            if (result.chunked || !detail::equals_ignoring_case(value, "chunked"))
                throw_malformed_http("Transfer-Encoding is not one \"chunked\" but", value);
            result.chunked = true;
        }
    }
    if (result.chunked && result.length) throw_malformed_http("Content-Length beside Transfer-Encoding");
    // A sender that knows only 1.0 cannot have meant its chunks for this connection (RFC 9112, section 6.1).
    result.keep_alive = !close && (version == 11 || (keep && !result.chunked));
    return result;
}

} // namespace corogql::transport
