#include "protocol/retry_after.hpp"

#include "values/text.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include <time.h>

namespace corogql::protocol {

namespace {

/// IMF-fixdate, and the obsolete RFC 850 and asctime forms that recipients must take (RFC 9110,
/// section 5.6.7).
std::optional<std::chrono::sys_seconds> read_http_date(const std::string& text) {
    for (const char* format : {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y"}) {
        struct tm parts{};
        const char* end = ::strptime(text.c_str(), format, &parts);
        if (end == text.data() + text.size()) return std::chrono::sys_seconds(std::chrono::seconds(::timegm(&parts)));
    }
    return std::nullopt;
}

} // namespace

std::optional<std::chrono::seconds> read_retry_after(std::string_view field,
                                                     std::chrono::system_clock::time_point now) {
    using std::chrono::seconds;
    constexpr seconds most(1'000'000'000); // a number of any length is "very long", never garbage
    const auto text = detail::trim(field);
    if (!text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        std::int64_t value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        return read.ec == std::errc() ? std::min(seconds(value), most) : most;
    }
    const auto date = read_http_date(std::string(text));
    if (!date) return std::nullopt;
    return std::clamp(*date - std::chrono::floor<seconds>(now), seconds(0), most);
}

} // namespace corogql::protocol
