#include <corogql/mapi/datetime.hpp>

#include <array>
#include <cstdint>
#include <cstdio>
#include <stdexcept>

namespace corogql::mapi {

namespace {

using namespace std::chrono;

[[noreturn]] void refuse(std::string_view text) {
    throw std::invalid_argument("\"" + std::string(text) + "\" is not a time like 2024-01-31T23:59:59.123Z");
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

class time_parser {
public:
    explicit time_parser(std::string_view text) : text_(text), rest_(text) {}

    datetime parse() {
        const year_month_day date = read_date();
        if (!take('T') && !take('t') && !take(' ')) refuse(text_);
        // One after the other: operands of an expression are evaluated in any order.
        const seconds clock = read_clock();
        const microseconds fraction(read_fraction());
        const seconds zone = read_zone();
        if (!rest_.empty()) refuse(text_);
        return sys_days(date) + clock + fraction - zone;
    }

private:
    bool take(char expected) noexcept {
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    void expect(char expected) {
        if (!take(expected)) refuse(text_);
    }

    unsigned number(std::size_t digits, unsigned limit) {
        if (rest_.size() < digits) refuse(text_);
        unsigned value = 0;
        for (const char c : rest_.substr(0, digits)) {
            if (!is_digit(c)) refuse(text_);
            value = value * 10 + static_cast<unsigned>(c - '0');
        }
        if (value >= limit) refuse(text_);
        rest_.remove_prefix(digits);
        return value;
    }

    year_month_day read_date() {
        const year which{static_cast<int>(number(4, 10'000))};
        expect('-');
        const month in_year{number(2, 13)};
        expect('-');
        const year_month_day date(which, in_year, day(number(2, 32)));
        if (!date.ok()) refuse(text_);
        return date;
    }

    seconds read_clock() {
        const hours hour(number(2, 24));
        expect(':');
        const minutes minute(number(2, 60));
        expect(':');
        return hour + minute + seconds(number(2, 60));
    }

    std::int64_t read_fraction() {
        if (!take('.') && !take(',')) return 0;
        if (rest_.empty() || !is_digit(rest_.front())) refuse(text_);
        std::int64_t value = 0;
        std::int64_t unit = 100'000;
        for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), unit /= 10)
            value += unit * (rest_.front() - '0');
        return value;
    }

    /// Reads the time zone. Postgres leaves out minutes of zero.
    seconds read_zone() {
        if (rest_.empty() || take('Z') || take('z')) return seconds(0);
        const int sign = take('-') ? -1 : 1;
        if (sign > 0) expect('+');
        seconds offset = hours(number(2, 24));
        if (!rest_.empty()) {
            take(':');
            offset += minutes(number(2, 60));
        }
        if (take(':')) offset += seconds(number(2, 60));
        return sign * offset;
    }

    const std::string_view text_;
    std::string_view rest_;
};

} // namespace

datetime current_time() {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

datetime parse_datetime(std::string_view text) { return time_parser(text).parse(); }

std::string to_string(datetime time) {
    const auto midnight = floor<days>(time);
    const year_month_day date(midnight);
    const hh_mm_ss clock(time - midnight);
    const auto fraction = static_cast<std::int64_t>(clock.subseconds().count());
    std::array<char, 80> out{};
    const int size = std::snprintf(
        out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%0*lldZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
        fraction % 1000 == 0 ? 3 : 6, static_cast<long long>(fraction % 1000 == 0 ? fraction / 1000 : fraction));
    return std::string(out.data(), static_cast<std::size_t>(size));
}

} // namespace corogql::mapi
