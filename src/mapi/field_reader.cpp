#include "mapi/field_reader.hpp"

#include <stdexcept>

namespace corogql::detail {

namespace {

mapi::datetime read_time(const json::value& value, const json_path& path) {
    const auto* text = value.if_string();
    if (!text) fail_decode(path, "a time", value);
    try {
        return mapi::parse_datetime(*text);
    } catch (const std::invalid_argument& problem) {
        fail_decode(path, problem.what());
    }
}

} // namespace

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

mapi::datetime field_reader::time(std::string_view name) const {
    const json_path path(path_, name);
    const auto* value = object_.if_contains(name);
    if (!value) fail_decode(path, "is missing");
    return read_time(*value, path);
}

std::optional<mapi::datetime> field_reader::optional_time(std::string_view name) const {
    const auto* value = find(name);
    if (!value) return std::nullopt;
    return read_time(*value, json_path(path_, name));
}

} // namespace corogql::detail
