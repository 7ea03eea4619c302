#include "values/text/byte_lanes.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace corogql::detail;

namespace {

/// Returns where the run ends in a text of so many letters with `stop` at one place.
template <lane_mask (*Scan)(const char*) noexcept, wide_lanes::scan wide_lanes::* Wide>
std::size_t run(std::size_t size, std::size_t at, char stop) {
    std::vector<char> text(size, 'a'); // a string's memory may go on behind its end
    if (at < size) text[at] = stop;
    const char* const end = text.data() + size;
    const char* place = skip_lanes<Scan, Wide>(text.data(), end);
    if (size < lane_count) // that is the caller's
        while (place != end && *place == 'a') ++place;
    return static_cast<std::size_t>(place - text.data());
}

template <lane_mask (*Scan)(const char*) noexcept, wide_lanes::scan wide_lanes::* Wide>
void check(const std::string& stops) {
    for (const std::size_t size :
         {0u, 1u, 7u, 8u, 14u, 15u, 16u, 17u, 127u, 128u, 129u, 255u, 256u, 257u, 300u, 320u, 384u, 385u, 700u})
        for (std::size_t at = 0; at <= size; ++at)
            for (const char stop : stops) {
                const auto found = run<Scan, Wide>(size, at, stop);
                if (found != at) FAIL("size ", size, ", at ", at, ": ", found);
            }
}

} // namespace

TEST_CASE("byte lanes: a run ends where it ends, however long it is") {
    check<plain_json_lanes, &wide_lanes::plain_json>(std::string("\"\\\x1f\0\n", 5));
    check<plain_ascii_json_lanes, &wide_lanes::plain_ascii_json>(std::string("\"\\\x1f\0\x80\xff", 6));
    check<within_string_lanes, &wide_lanes::within_string>("\"\\");
    check<ascii_lanes, &wide_lanes::ascii>("\x80\xff\xc3");
}

TEST_CASE("byte lanes: what does not end a run is passed over") {
    std::string text(500, 'a');
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(0x20 + i % 0xe0);
    for (auto& c : text)
        if (c == '"' || c == '\\') c = ' ';
    const char* const end = text.data() + text.size();
    CHECK(skip_lanes<plain_json_lanes, &wide_lanes::plain_json>(text.data(), end) == end);
}
