#include "testing/graphql/scalars.hpp"

#include "testing/graphql/inspect.hpp"

#include "language/suggestion.hpp"

#include <charconv>
#include <cmath>
#include <limits>

namespace corogql::testing {

namespace {

bool is_whole(const json::value& value) {
    return value.is_int64() || value.is_uint64() ||
           (value.is_double() && std::trunc(value.get_double()) == value.get_double());
}

std::string take_int(json::value& value) {
    if (!is_whole(value)) return "Int cannot represent non-integer value: " + inspect(value);
    const auto number = value.to_number<double>();
    if (number < std::numeric_limits<std::int32_t>::min() || number > std::numeric_limits<std::int32_t>::max())
        return "Int cannot represent non 32-bit signed integer value: " + inspect(value);
    value = static_cast<std::int64_t>(number);
    return {};
}

std::string take_id(json::value& value) {
    if (value.is_string()) return {};
    if (!is_whole(value)) return "ID cannot represent value: " + inspect(value);
    value = json::string(inspect(value));
    return {};
}

std::string take_enum_value(const json::value& value, const language::type_definition& type) {
    const auto name = in_quotes(type.name.text);
    const auto* text = value.if_string();
    const auto shown = text ? std::string(*text) : inspect(value);
    const auto meant = [&] {
        return language::did_you_mean(language::names_like(shown, language::names_of(type.values)), "the enum value ");
    };
    if (!text) return "Enum " + name + " cannot represent non-string value: " + shown + "." + meant();
    if (!type.value(std::string_view(*text)))
        return "Value " + inspect(value) + " does not exist in " + name + " enum." + meant();
    return {};
}

/// Resolvers may give truth values and texts of numbers, too.
void make_number(json::value& value) {
    if (const auto* flag = value.if_bool()) value = *flag ? 1 : 0;
    const auto* text = value.if_string();
    if (!text || text->empty() || text->find_first_not_of("+-.0123456789eE") != json::string::npos) return;
    double number = 0;
    const auto* const end = text->data() + text->size();
    if (std::from_chars(text->data(), end, number).ptr != end) return;
    value = std::trunc(number) == number && std::abs(number) < 9e15 ? json::value(static_cast<std::int64_t>(number))
                                                                    : json::value(number);
}

std::string give_string(json::value& value) {
    if (value.is_string()) return {};
    if (value.is_structured()) return "String cannot represent value: " + inspect(value);
    value = json::string(inspect(value));
    return {};
}

std::string give_boolean(json::value& value) {
    if (value.is_bool()) return {};
    if (!value.is_number()) return "Boolean cannot represent a non boolean value: " + inspect(value);
    value = value.to_number<double>() != 0;
    return {};
}

/// What JSON has no number for is null in it, as JavaScript writes it.
void drop_infinities(json::value& value) {
    if (const auto* number = value.if_double(); number && !std::isfinite(*number)) value = nullptr;
    if (auto* items = value.if_array())
        for (auto& item : *items) drop_infinities(item);
    if (auto* members = value.if_object())
        for (auto& member : *members) drop_infinities(member.value());
}

bool is_finite_number(const json::value& value) {
    return value.is_number() && std::isfinite(value.to_number<double>());
}

} // namespace

std::string take_leaf(json::value& value, const language::type_definition& type) {
    if (type.kind == language::type_kind::enumeration) return take_enum_value(value, type);
    const auto name = type.name.text;
    if (name == "Int") return take_int(value);
    if (name == "ID") return take_id(value);
    if (name == "Float" && !is_finite_number(value))
        return "Float cannot represent non numeric value: " + inspect(value);
    if (name == "String" && !value.is_string()) return "String cannot represent a non string value: " + inspect(value);
    if (name == "Boolean" && !value.is_bool()) return "Boolean cannot represent a non boolean value: " + inspect(value);
    return {};
}

std::string give_leaf(json::value& value, const language::type_definition& type) {
    const auto name = type.name.text;
    if (type.kind == language::type_kind::enumeration) {
        const auto* text = value.if_string();
        if (text && type.value(std::string_view(*text))) return {};
        return "Enum " + in_quotes(name) + " cannot represent value: " + inspect(value);
    }
    if (name == "String") return give_string(value);
    if (name == "Boolean") return give_boolean(value);
    if (name == "ID") return take_id(value);
    if (name != "Int" && name != "Float") return drop_infinities(value), std::string();
    const auto given = value;
    make_number(value);
    auto problem = name == "Int"              ? take_int(value)
                   : !is_finite_number(value) ? "Float cannot represent non numeric value: " + inspect(given)
                                              : std::string();
    if (!problem.empty()) value = given;
    return problem;
}

} // namespace corogql::testing
