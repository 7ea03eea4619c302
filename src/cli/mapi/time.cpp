#include "cli/mapi/time.hpp"

#include <corogql/error.hpp>
#include <corogql/mapi/datetime.hpp>

#include <charconv>
#include <ctime>
#include <optional>
#include <string_view>

namespace corogql::cli {

namespace {

class time_reader {
public:
    explicit time_reader(std::string_view text) : rest_(text) {}

    std::optional<mapi::datetime> read() {
        const std::time_t now = std::time(nullptr);
        ::localtime_r(&now, &parts_);
        parts_.tm_hour = parts_.tm_min = parts_.tm_sec = 0;
        parts_.tm_isdst = -1;
        const bool date = rest_.find('-') == 4 || rest_.find('-') == 2;
        if (date && !read_date()) return std::nullopt;
        if (date && !rest_.empty() && !take('T') && !take(' ')) return std::nullopt;
        if ((!date || !rest_.empty()) && !read_clock()) return std::nullopt;
        const auto wanted = parts_;
        const std::time_t seconds = zone_ ? ::timegm(&parts_) - *zone_ : std::mktime(&parts_);
        const bool real = parts_.tm_mday == wanted.tm_mday && parts_.tm_mon == wanted.tm_mon;
        if (!rest_.empty() || !real) return std::nullopt;
        return mapi::datetime(std::chrono::seconds(seconds) + fraction_);
    }

private:
    bool take(char wanted) {
        if (!rest_.starts_with(wanted)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    bool number(std::size_t digits, int least, int most, int& into) {
        if (rest_.size() < digits) return false;
        const auto* const end = rest_.data() + digits;
        const auto read = std::from_chars(rest_.data(), end, into);
        if (read.ec != std::errc() || read.ptr != end || into < least || into > most) return false;
        rest_.remove_prefix(digits);
        return true;
    }

    bool read_date() {
        int year = 0, month = 0;
        const bool year_first = rest_.find('-') == 4;
        if (year_first && !(number(4, 1970, 9999, year) && take('-'))) return false;
        if (!number(2, 1, 12, month) || !take('-') || !number(2, 1, 31, parts_.tm_mday)) return false;
        if (!year_first && !(take('-') && number(4, 1970, 9999, year))) return false;
        parts_.tm_year = year - 1900;
        parts_.tm_mon = month - 1;
        return true;
    }

    bool read_clock() {
        if (!number(2, 0, 23, parts_.tm_hour) || !take(':') || !number(2, 0, 59, parts_.tm_min)) return false;
        if (take(':') && !number(2, 0, 59, parts_.tm_sec)) return false;
        if (take('.')) {
            std::chrono::microseconds unit(100'000);
            if (rest_.empty()) return false;
            for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; rest_.remove_prefix(1), unit /= 10)
                fraction_ += unit * (rest_.front() - '0');
        }
        return read_zone();
    }

    bool read_zone() {
        if (rest_.empty()) return true;
        if (take('Z')) return zone_ = 0, true;
        const int sign = take('-') ? -1 : 1;
        int hours = 0, minutes = 0;
        if ((sign > 0 && !take('+')) || !number(2, 0, 23, hours)) return false;
        take(':');
        if (!rest_.empty() && !number(2, 0, 59, minutes)) return false;
        zone_ = sign * (hours * 3600 + minutes * 60);
        return true;
    }

    std::string_view rest_;
    std::tm parts_{};
    std::chrono::microseconds fraction_{0};
    std::optional<std::time_t> zone_; ///< The time zone in seconds ahead of UTC.
};

} // namespace

std::string read_time(const std::string& text, const char* option) {
    const auto time = time_reader(text).read();
    if (!time)
        throw error(error_kind::usage, std::string(option) + ": \"" + text +
                                           "\" is no time such as 2024-01-31, 01-31-2024, \"2024-01-31 12:30:23.4\", "
                                           "2024-01-31T12:30:23Z or 12:30");
    return mapi::to_string(*time);
}

} // namespace corogql::cli
