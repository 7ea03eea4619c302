#include <corogql/scalars/date.hpp>
#include <corogql/scalars/scalar_codec.hpp>

#include <corogql/error.hpp>

#include <charconv>
#include <cstdio>

namespace corogql {

namespace {

/// Reads a number of so many digits, and passes over it and what must stand behind it.
bool take_number(std::string_view& from, std::size_t digits, std::string_view behind, int& out) noexcept {
    if (from.size() < digits || from.front() == '-') return false;
    const auto* const end = from.data() + digits;
    if (std::from_chars(from.data(), end, out).ptr != end) return false;
    from.remove_prefix(digits);
    if (!from.starts_with(behind)) return false;
    from.remove_prefix(behind.size());
    return true;
}

} // namespace

void scalars::fail(const char* problem) {
    throw error(error_kind::usage, std::string("an input cannot be sent: ") + problem);
}

using date_codec = scalar_codec<std::chrono::year_month_day>;

bool date_codec::read(std::string_view json, std::chrono::year_month_day& out) noexcept {
    auto text = scalars::without_quotes(json);
    int year = 0, month = 0, day = 0;
    if (!take_number(text, 4, "-", year) || !take_number(text, 2, "-", month) || !take_number(text, 2, "", day))
        return false;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!text.empty() || !date.ok()) return false;
    out = date;
    return true;
}

void date_codec::write(std::chrono::year_month_day value, std::string& json) {
    const int year = static_cast<int>(value.year());
    if (!value.ok() || year < 0 || year > 9999) scalars::fail("a date does not exist, or is beyond the year 9999");
    char text[40];
    std::snprintf(text, sizeof text, "\"%04d-%02u-%02u\"", year, static_cast<unsigned>(value.month()),
                  static_cast<unsigned>(value.day()));
    json += text;
}

} // namespace corogql
