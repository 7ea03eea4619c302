#include "values/text/duration_text.hpp"

#include <cstdint>

namespace corogql::detail {

std::string duration_text(std::chrono::nanoseconds time) {
    const char* unit = "ns";
    std::int64_t size = 1;
    if (time >= std::chrono::seconds(1))
        unit = "s", size = 1'000'000'000;
    else if (time >= std::chrono::milliseconds(1))
        unit = "ms", size = 1'000'000;
    else if (time >= std::chrono::microseconds(1))
        unit = "us", size = 1'000;
    auto text = std::to_string(time.count() / size);
    const auto thousandths = time.count() % size * 1000 / size;
    if (thousandths > 0) {
        auto digits = std::to_string(1000 + thousandths).substr(1);
        digits.erase(digits.find_last_not_of('0') + 1);
        text += "." + digits;
    }
    return text + " " + unit;
}

} // namespace corogql::detail
