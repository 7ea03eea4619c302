#include "protocol/http/keep_alive.hpp"

#include "values/text/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace corogql::protocol {

std::optional<std::chrono::seconds> read_keep_alive(std::string_view field) {
    using std::chrono::seconds;
    constexpr seconds a_day(24 * 3600);
    while (!field.empty()) {
        auto value = detail::trim(detail::take_until(field, ','));
        if (!detail::equals_ignoring_case(detail::trim(detail::take_until(value, '=')), "timeout")) continue;
        value = detail::trim(value);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        std::uint64_t number = 0;
        const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (end != value.data() + value.size() || value.empty()) return std::nullopt;
        if (failed == std::errc::result_out_of_range) return a_day;
        const auto limit = seconds(std::min<std::uint64_t>(number, static_cast<std::uint64_t>(a_day.count())));
        return std::max(limit - seconds(1), seconds(0));
    }
    return std::nullopt;
}

} // namespace corogql::protocol
