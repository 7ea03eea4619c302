#include <corogql/values/json_path.hpp>
#include <corogql/values/text_argument.hpp>

#include "values/errors/detailed_error.hpp"
#include "values/text/utf8.hpp"

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

json::array json_path::segments() const {
    if (!parent_) return {};
    auto all = parent_->segments();
    if (index_ != no_index)
        all.emplace_back(static_cast<std::int64_t>(index_));
    else
        all.emplace_back(json::string_view(name_.data(), name_.size()));
    return all;
}

namespace {

std::string message_of(const std::string& place, std::string_view problem) {
    return std::string(place.empty() ? "the value" : place).append(": ").append(problem);
}

std::string excerpt(const json::value& value) {
    if (value.is_object()) return "an object";
    if (value.is_array()) return "a list";
    const auto text = json::serialize(value);
    const auto shown = utf8_prefix(text, 40);
    return std::string(shown) + (shown.size() < text.size() ? "…" : "");
}

} // namespace

decode_failure::decode_failure(std::string place, json::array segments, std::string_view problem, bool of_null)
    : error(error_kind::decode, message_of(place, problem)), place_(std::move(place)), problem_(problem),
      segments_(std::move(segments)), of_null_(of_null) {
    static_cast<error&>(*this) = detailed_error(*this).phase(error_phase::decode).possibly_executed(true);
}

void fail_decode(const json_path& path, std::string_view expected, const json::value& found) {
    fail_decode(path, "expected " + std::string(expected) + ", found " + excerpt(found), found.is_null());
}

void fail_decode(const json_path& path, std::string_view problem, bool of_null) {
    throw decode_failure(path.text(), path.segments(), problem, of_null);
}

void fail_decode(const json_path& path, const std::exception& failure, const json::value& value) {
    const auto* inner = dynamic_cast<const decode_failure*>(&failure);
    if (!inner) fail_decode(path, failure.what(), value.is_null());
    auto place = path.text();
    if (!place.empty() && !inner->place().empty() && !inner->place().starts_with('[')) place += '.';
    auto segments = path.segments();
    segments.insert(segments.end(), inner->segments().begin(), inner->segments().end());
    throw decode_failure(place + inner->place(), std::move(segments), inner->problem(), inner->of_null());
}

void fail_encode(const json_path& path, std::string_view problem) {
    throw error(error_kind::usage, message_of(path.text(), problem));
}

void refuse_null_text() { throw error(error_kind::usage, "a null pointer was given where text belongs"); }

namespace {

/// Returns whether a value is an integer. Servers that hold numbers as doubles send 3.0 for 3; whole doubles are
/// integers here as in GraphQL's Int.
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

bool decode_bool(const json::value& value, const json_path& path) {
    if (!value.is_bool()) fail_decode(path, "a boolean", value);
    return value.get_bool();
}

std::string_view decode_text(const json::value& value, const json_path& path, std::string_view expected) {
    if (!value.is_string()) fail_decode(path, expected, value);
    return {value.get_string().data(), value.get_string().size()};
}

const json::object& expect_object(const json::value& value, const json_path& path) {
    if (!value.is_object()) fail_decode(path, "an object", value);
    return value.get_object();
}

const json::array& expect_array(const json::value& value, const json_path& path) {
    if (!value.is_array()) fail_decode(path, "a list", value);
    return value.get_array();
}

const json::array& expect_array(const json::value& value, const json_path& path, std::size_t size) {
    const auto& list = expect_array(value, path);
    if (list.size() != size)
        fail_decode(path,
                    "expected a list of " + std::to_string(size) + ", found one of " + std::to_string(list.size()));
    return list;
}

} // namespace corogql::detail
