#include "values/json/builder.hpp"

#include "values/text/utf8.hpp"

#include <boost/json/parse.hpp>

#include <charconv>
#include <cmath>
#include <type_traits>

namespace corogql::detail {

double beyond_doubles(std::string_view text) {
    boost::system::error_code failed;
    const auto value = json::parse(json::string_view(text.data(), text.size()), failed);
    if (value.is_double()) return value.get_double();
    // Its exponent is beyond counting.
    const double size = text.find("e-") == text.npos && text.find("E-") == text.npos ? HUGE_VAL : 0.0;
    return text.starts_with('-') ? -size : size;
}

namespace {

/// Calls `take` with an int64_t, a uint64_t or a double.
template <class Take>
void take_number(std::string_view text, Take&& take) {
    const char* const end = text.data() + text.size();
    std::int64_t small;
    const auto read = std::from_chars(text.data(), end, small);
    if (read.ptr == end) {
        if (read.ec == std::errc()) return take(small);
        std::uint64_t large;
        if (std::from_chars(text.data(), end, large).ec == std::errc()) return take(large);
    }
    double number = 0;
    if (std::from_chars(text.data(), end, number).ec != std::errc()) number = beyond_doubles(text);
    take(number);
}

} // namespace

void json_builder::take(json_scanner& at) {
    std::size_t size = 0;
    switch (at.peek()) {
    case '{':
        at.object([&](std::string_view key, json_scanner& inner) {
            if (!inner.key_is_text()) lone_surrogate_ = inner.offset();
            values_.push_key(key);
            take(inner);
            ++size;
        });
        return values_.push_object(size);
    case '[':
        at.array([&](json_scanner& inner) {
            take(inner);
            ++size;
        });
        return values_.push_array(size);
    case '"': return take_string(at);
    case 't': return at.value(), values_.push_bool(true);
    case 'f': return at.value(), values_.push_bool(false);
    case 'n': return at.value(), values_.push_null();
    default: return push_number(at.number());
    }
}

void json_builder::take_string(json_scanner& at) {
    const auto inner = at.string();
    if (!at.has_escapes()) return values_.push_string(inner);
    unescaped_.clear();
    if (!append_unescaped(unescaped_, inner)) lone_surrogate_ = at.offset();
    values_.push_string(unescaped_);
}

json::value read_number(std::string_view text) {
    json::value value;
    take_number(text, [&](auto number) { value = number; });
    return value;
}

void json_builder::push_number(std::string_view text) {
    take_number(text, [this](auto number) {
        if constexpr (std::is_same_v<decltype(number), std::int64_t>)
            values_.push_int64(number);
        else if constexpr (std::is_same_v<decltype(number), std::uint64_t>)
            values_.push_uint64(number);
        else
            values_.push_double(number);
    });
}

std::string json_builder::problem() const {
    if (!lone_surrogate_) return {};
    return "a string that is no Unicode text (a surrogate stands alone) before byte " +
           std::to_string(*lone_surrogate_);
}

std::optional<json::value> parse_json(std::string_view text, std::string& problem, unsigned max_depth) {
    const auto size = utf8_size(text);
    if (size < text.size()) return problem = "no UTF-8 at byte " + std::to_string(size), std::nullopt;
    try {
        json_scanner scanner(text, max_depth);
        json_builder builder({});
        builder.take(scanner);
        scanner.finish();
        problem = builder.problem();
        if (problem.empty()) return builder.release();
    } catch (const json_syntax_error& bad) {
        problem = bad.what();
    }
    return std::nullopt;
}

} // namespace corogql::detail
