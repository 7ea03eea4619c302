#include "values/json_builder.hpp"

#include "values/utf8.hpp"

#include <boost/json/parse.hpp>

#include <charconv>

namespace corogql::detail {

void json_builder::take(json_scanner& at) {
    std::size_t size = 0;
    switch (at.peek()) {
    case '{':
        at.object([&](std::string_view key, json_scanner& inner) {
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
    if (!append_unescaped(unescaped_, inner)) problem_ = "a string in it is no Unicode text (a surrogate stands alone)";
    values_.push_string(unescaped_);
}

void json_builder::push_number(std::string_view text) {
    const char* const end = text.data() + text.size();
    std::int64_t small;
    const auto read = std::from_chars(text.data(), end, small);
    if (read.ptr == end) {
        if (read.ec == std::errc()) return values_.push_int64(small);
        std::uint64_t large;
        if (std::from_chars(text.data(), end, large).ec == std::errc()) return values_.push_uint64(large);
    }
    double number = 0;
    if (std::from_chars(text.data(), end, number).ec != std::errc()) {
        // Beyond the doubles: it is infinity or zero, which from_chars does not say.
        json::error_code failed;
        const auto far = json::parse(json::string_view(text.data(), text.size()), failed);
        if (far.is_double())
            number = far.get_double();
        else
            problem_ = "the exponent of a number in it is too large";
    }
    values_.push_double(number);
}

std::optional<json::value> parse_json(std::string_view text, std::string& problem, unsigned max_depth) {
    if (!is_utf8(text)) return problem = "it is not UTF-8", std::nullopt;
    try {
        json_scanner scanner(text, max_depth);
        json_builder builder({});
        builder.take(scanner);
        scanner.finish();
        if (!builder.problem()) return builder.release();
        problem = builder.problem();
    } catch (const json_syntax_error& bad) {
        problem = bad.what();
    }
    return std::nullopt;
}

} // namespace corogql::detail
