#include <corogql/rfc3339.hpp>

#include <array>
#include <cstdio>

namespace corogql::detail {

namespace {

using std::chrono::days, std::chrono::hours, std::chrono::minutes, std::chrono::nanoseconds, std::chrono::seconds;
using std::chrono::floor, std::chrono::sys_days, std::chrono::sys_seconds, std::chrono::year,
    std::chrono::year_month_day;

bool is_decimal(char c) noexcept { return c >= '0' && c <= '9'; }

/// A time text is read from the left; whatever does not fit makes all of the reading fail.
class time_text {
public:
    explicit time_text(std::string_view text) noexcept : rest_(text) {}

    bool take(char expected) noexcept {
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool take_any(std::string_view expected) noexcept {
        if (rest_.empty() || expected.find(rest_.front()) == expected.npos) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char expected) noexcept { fine_ = take(expected) && fine_; }

    int number(std::size_t digits, int highest) noexcept {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            if (rest_.empty() || !is_decimal(rest_.front())) return fine_ = false, 0;
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        if (value > highest) fine_ = false;
        return value;
    }

    nanoseconds fraction() noexcept {
        if (!take('.')) return nanoseconds(0);
        if (rest_.empty() || !is_decimal(rest_.front())) fine_ = false;
        nanoseconds value(0);
        for (std::int64_t unit = 100'000'000; !rest_.empty() && is_decimal(rest_.front()); unit /= 10) {
            value += nanoseconds(unit * (rest_.front() - '0'));
            rest_.remove_prefix(1);
        }
        return value;
    }

    /// Reads the offset from UTC.
    minutes offset() noexcept {
        if (take_any("Zz")) return minutes(0);
        const int sign = take('-') ? -1 : 1;
        if (sign > 0) expect('+');
        const hours whole(number(2, 23));
        expect(':');
        return sign * (whole + minutes(number(2, 59)));
    }

    void refuse() noexcept { fine_ = false; }
    bool whole() const noexcept { return fine_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool fine_ = true;
};

bool ends_month(sys_seconds time) noexcept {
    const auto day = floor<days>(time);
    const year_month_day date(day);
    return time == day + days(1) - seconds(1) && date == year_month_day(date.year() / date.month() / std::chrono::last);
}

} // namespace

std::optional<instant> read_rfc3339(std::string_view text) noexcept {
    time_text from(text);
    const year in_year(from.number(4, 9999));
    from.expect('-');
    const std::chrono::month in_month(static_cast<unsigned>(from.number(2, 12)));
    from.expect('-');
    const year_month_day date(in_year, in_month, std::chrono::day(static_cast<unsigned>(from.number(2, 31))));
    if (!date.ok() || !from.take_any("Tt ")) from.refuse();
    const hours hour(from.number(2, 23));
    from.expect(':');
    const minutes minute(from.number(2, 59));
    from.expect(':');
    const seconds second(from.number(2, 60));
    const auto fraction = from.fraction();
    const auto offset = from.offset();
    if (!from.whole()) return std::nullopt;
    const auto time = sys_days(date) + hour + minute + second - offset;
    if (second == seconds(60) && !ends_month(time - seconds(1))) return std::nullopt;
    return instant{time, fraction};
}

std::optional<std::string> write_rfc3339(instant time) {
    if (time.seconds < sys_days(year(0) / 1 / 1) ||
        time.seconds > sys_days(year(9999) / 12 / 31) + hours(24) - seconds(1))
        return std::nullopt;
    const auto midnight = floor<days>(time.seconds);
    const year_month_day date(midnight);
    const std::chrono::hh_mm_ss clock(time.seconds - midnight);
    std::array<char, 96> out{};
    int size = std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                             static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                             static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                             static_cast<int>(clock.seconds().count()));
    std::string text(out.data(), static_cast<std::size_t>(size));
    auto fraction = static_cast<long long>(time.fraction.count());
    int digits = fraction == 0 ? 0 : 9;
    for (; digits > 3 && fraction % 1000 == 0; digits -= 3) fraction /= 1000;
    if (digits > 0) {
        size = std::snprintf(out.data(), out.size(), ".%0*lld", digits, fraction);
        text.append(out.data(), static_cast<std::size_t>(size));
    }
    return text + 'Z';
}

} // namespace corogql::detail
