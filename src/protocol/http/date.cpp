#include "protocol/http/date.hpp"

#include "values/text/ascii.hpp"

#include <array>

namespace corogql::protocol {

namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// A date reader takes the pieces of a date one after the other; each function says whether its piece was there.
class date_reader {
public:
    explicit date_reader(std::string_view text) : left_(text) {}

    /// Takes the name of a day. Which day it is follows from the date, so the name is not looked at.
    bool day_name() {
        std::size_t size = 0;
        while (size < left_.size() && ((left_[size] | 0x20) >= 'a' && (left_[size] | 0x20) <= 'z')) ++size;
        left_.remove_prefix(size);
        return size >= 3;
    }
    bool literal(std::string_view what) {
        if (!left_.starts_with(what)) return false;
        left_.remove_prefix(what.size());
        return true;
    }
    bool number(std::size_t digits, int& value) {
        if (left_.size() < digits) return false;
        value = 0;
        for (const char c : left_.substr(0, digits)) {
            if (c < '0' || c > '9') return false;
            value = value * 10 + (c - '0');
        }
        left_.remove_prefix(digits);
        return true;
    }
    /// Takes the day of the month, which asctime() pads with a blank.
    bool padded_day() { return literal(" ") ? number(1, day_) : number(2, day_); }
    bool day() { return number(2, day_); }
    bool month() {
        for (std::size_t i = 0; i < months.size(); ++i) {
            if (!detail::equals_ignoring_case(left_.substr(0, 3), months[i])) continue;
            left_.remove_prefix(3);
            month_ = static_cast<int>(i) + 1;
            return true;
        }
        return false;
    }
    bool year() { return number(4, year_); }
    /// Takes a year of two digits as strptime() has it: 1969 to 2068.
    bool short_year() {
        if (!number(2, year_)) return false;
        year_ += year_ < 69 ? 2000 : 1900;
        return true;
    }
    bool time() {
        return number(2, hour_) && literal(":") && number(2, minute_) && literal(":") && number(2, second_) &&
               hour_ < 24 && minute_ < 60 && second_ <= 60;
    }
    std::optional<std::chrono::sys_seconds> finish() const {
        using namespace std::chrono;
        const year_month_day date(std::chrono::year(year_), std::chrono::month(static_cast<unsigned>(month_)),
                                  std::chrono::day(static_cast<unsigned>(day_)));
        if (!left_.empty() || !date.ok()) return std::nullopt;
        return sys_days(date) + hours(hour_) + minutes(minute_) + seconds(second_);
    }

private:
    std::string_view left_;
    int year_ = 0, month_ = 0, day_ = 0, hour_ = 0, minute_ = 0, second_ = 0;
};

} // namespace

std::optional<std::chrono::sys_seconds> read_http_date(std::string_view text) {
    date_reader fixed(text);
    if (fixed.day_name() && fixed.literal(", ") && fixed.day() && fixed.literal(" ") && fixed.month() &&
        fixed.literal(" ") && fixed.year() && fixed.literal(" ") && fixed.time() && fixed.literal(" GMT"))
        return fixed.finish();
    date_reader old(text); // RFC 850
    if (old.day_name() && old.literal(", ") && old.day() && old.literal("-") && old.month() && old.literal("-") &&
        old.short_year() && old.literal(" ") && old.time() && old.literal(" GMT"))
        return old.finish();
    date_reader c(text); // asctime()
    if (c.day_name() && c.literal(" ") && c.month() && c.literal(" ") && c.padded_day() && c.literal(" ") && c.time() &&
        c.literal(" ") && c.year())
        return c.finish();
    return std::nullopt;
}

} // namespace corogql::protocol
