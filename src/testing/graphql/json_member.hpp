/// These functions read members of JSON objects that may lack them.
#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace corogql::testing {

namespace json = boost::json;

/// Returns the member, or null where the object has none.
inline const json::value& member(const json::object& object, std::string_view name) {
    static const json::value none;
    const auto* found = object.if_contains(name);
    return found ? *found : none;
}

// Of another type is as good as not there.

inline json::object object_at(const json::object& parent, std::string_view name) {
    const auto* value = member(parent, name).if_object();
    return value ? *value : json::object();
}

inline std::string string_at(const json::object& parent, std::string_view name) {
    const auto* value = member(parent, name).if_string();
    return value ? std::string(*value) : std::string();
}

inline bool flag_at(const json::object& parent, std::string_view name) {
    const auto* value = member(parent, name).if_bool();
    return value && *value;
}

inline std::int64_t number_at(const json::object& parent, std::string_view name, std::int64_t otherwise) {
    const auto* value = member(parent, name).if_int64();
    return value ? *value : otherwise;
}

inline json::value given_or(const json::object& object, std::string_view name, json::value otherwise) {
    const auto& value = member(object, name);
    return value.is_null() ? std::move(otherwise) : value;
}

} // namespace corogql::testing
