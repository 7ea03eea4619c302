#include <corogql/decode.hpp>

#include "values/utf8.hpp"

#include <boost/json/serialize.hpp>

#include <cmath>
#include <type_traits>
#include <utility>

namespace corogql::detail {

std::string json_path::text() const {
    std::string text = parent_ ? parent_->text() : std::string();
    if (index_ != no_index) return text + '[' + std::to_string(index_) + ']';
    if (!text.empty()) text += '.';
    text += name_;
    return text;
}

namespace {

std::string excerpt(const json::value& value) {
    if (value.is_object()) return "an object";
    if (value.is_array()) return "a list";
    const auto text = json::serialize(value);
    const auto shown = utf8_prefix(text, 40);
    return std::string(shown) + (shown.size() < text.size() ? "…" : "");
}

} // namespace

void fail_decode(const json_path& path, std::string_view expected, const json::value& found) {
    fail_decode(path, "expected " + std::string(expected) + ", found " + excerpt(found));
}

void fail_decode(const json_path& path, std::string_view problem) {
    auto place = path.text();
    const auto message = (place.empty() ? std::string("the value") : std::move(place)) + ": " + std::string(problem);
    throw error(error_kind::decode, message).phase(error_phase::decode).possibly_executed(true);
}

namespace {

/// Servers that hold numbers as doubles send 3.0 for 3; whole doubles are integers here as in GraphQL's Int.
bool is_whole(const json::value& value) {
    return value.is_int64() || value.is_uint64() ||
           (value.is_double() && std::trunc(value.get_double()) == value.get_double());
}

template <class Wide>
Wide decode_integer(const json::value& value, const json_path& path, Wide min, Wide max) {
    constexpr double lowest = std::is_signed_v<Wide> ? -0x1p63 : 0, beyond = std::is_signed_v<Wide> ? 0x1p63 : 0x1p64;
    const auto fits = [&](auto number) {
        return std::cmp_greater_equal(number, min) && std::cmp_less_equal(number, max);
    };
    if (!is_whole(value)) fail_decode(path, "an integer", value);
    if (const auto* number = value.if_int64(); number && fits(*number)) return static_cast<Wide>(*number);
    if (const auto* number = value.if_uint64(); number && fits(*number)) return static_cast<Wide>(*number);
    if (const auto* number = value.if_double(); number && *number >= lowest && *number < beyond)
        if (const auto wide = static_cast<Wide>(*number); fits(wide)) return wide;
    fail_decode(path, "an integer from " + std::to_string(min) + " to " + std::to_string(max), value);
}

} // namespace

std::int64_t decode_int64(const json::value& value, const json_path& path, std::int64_t min, std::int64_t max) {
    return decode_integer(value, path, min, max);
}

std::uint64_t decode_uint64(const json::value& value, const json_path& path, std::uint64_t max) {
    return decode_integer(value, path, std::uint64_t{0}, max);
}

double decode_double(const json::value& value, const json_path& path, double max) {
    if (value.is_int64()) return static_cast<double>(value.get_int64());
    if (value.is_uint64()) return static_cast<double>(value.get_uint64());
    if (!value.is_double()) fail_decode(path, "a number", value);
    const double number = value.get_double();
    if (!(std::abs(number) <= max)) fail_decode(path, "a number that is not so large", value);
    return number;
}

const json::object& expect_object(const json::value& value, const json_path& path) {
    if (!value.is_object()) fail_decode(path, "an object", value);
    return value.get_object();
}

const json::array& expect_array(const json::value& value, const json_path& path) {
    if (!value.is_array()) fail_decode(path, "a list", value);
    return value.get_array();
}

} // namespace corogql::detail
