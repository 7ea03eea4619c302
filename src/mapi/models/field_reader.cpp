#include "mapi/models/field_reader.hpp"

#include <corogql/mapi/error.hpp>

#include <boost/json/serialize.hpp>

#include <cmath>
#include <stdexcept>

namespace corogql::mapi::detail {

namespace {

datetime read_time(const json::value& value, const json_path& path) {
    const auto* text = value.if_string();
    if (!text) fail_decode(path, "a time", value);
    try {
        return parse_datetime(*text);
    } catch (const std::invalid_argument& problem) {
        fail_decode(path, problem.what());
    }
}

} // namespace

bool is_true(const json::value& value) {
    switch (value.kind()) {
    case json::kind::null: return false;
    case json::kind::bool_: return value.get_bool();
    case json::kind::string: return !value.get_string().empty();
    case json::kind::array: return !value.get_array().empty();
    case json::kind::object: return !value.get_object().empty();
    default: return value.to_number<double>() != 0;
    }
}

const json::value* field_reader::find(std::string_view name) const noexcept {
    const auto* value = object_.if_contains(name);
    return value && !value->is_null() ? value : nullptr;
}

std::string field_reader::missing(std::initializer_list<std::string_view> names) const {
    std::string list;
    for (const auto name : names) {
        if (object_.contains(name)) continue;
        if (!list.empty()) list += ", ";
        list += name;
    }
    return list;
}

void field_reader::require(std::string_view model, std::initializer_list<std::string_view> names) const {
    const auto absent = missing(names);
    if (absent.empty()) return;
    throw mapi_error(400,
                     "Missing required key(s) in response to deserialize " + std::string(model) + " object: " + absent);
}

const json::value& field_reader::value(std::string_view name) const noexcept {
    static const json::value null;
    const auto* found = find(name);
    return found ? *found : null;
}

std::string field_reader::text(std::string_view name) const { return optional_text(name).value_or(std::string()); }

std::optional<std::string> field_reader::optional_text(std::string_view name) const {
    const auto* found = find(name);
    if (!found) return std::nullopt;
    if (const auto* string = found->if_string()) return std::string(*string);
    return json::serialize(*found);
}

std::optional<double> field_reader::optional_number(std::string_view name) const {
    const auto* found = find(name);
    if (!found) return std::nullopt;
    if (!found->is_number()) fail_decode(json_path(path_, name), "a number", *found);
    return found->to_number<double>();
}

double field_reader::number(std::string_view name) const { return optional_number(name).value_or(0); }

std::int64_t field_reader::whole(std::string_view name) const {
    const auto& found = value(name);
    if (const auto* exact = found.if_int64()) return *exact;
    const double rounded = std::trunc(number(name));
    constexpr double limit = 9.2e18;
    if (!(std::abs(rounded) < limit)) fail_decode(json_path(path_, name), "a number of 64 bits", found);
    return static_cast<std::int64_t>(rounded);
}

bool field_reader::flag(std::string_view name) const { return is_true(value(name)); }

datetime field_reader::time(std::string_view name) const {
    const json_path path(path_, name);
    const auto* value = object_.if_contains(name);
    if (!value) fail_decode(path, "is missing");
    return read_time(*value, path);
}

std::optional<datetime> field_reader::optional_time(std::string_view name) const {
    const auto* value = find(name);
    if (!value) return std::nullopt;
    return read_time(*value, json_path(path_, name));
}

} // namespace corogql::mapi::detail
