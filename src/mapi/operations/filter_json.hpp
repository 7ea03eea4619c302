/// MAPI's filters consist of conditions: {in: […]} and {gte, lt}.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::mapi::detail {

namespace json = boost::json;

/// Adds a condition on what a value may be. A list that was set, but to nothing, lets nothing pass.
template <class T>
void add_condition(json::object& filters, std::string_view name, const std::optional<std::vector<T>>& values) {
    if (!values) return;
    json::array list;
    for (const auto& value : *values) {
        if constexpr (requires { to_string(value); })
            list.emplace_back(to_string(value));
        else
            list.emplace_back(value);
    }
    json::object condition;
    condition["in"] = std::move(list);
    filters[name] = std::move(condition);
}

/// Adds a condition on a time, given as text; the end is not included.
inline void add_condition(json::object& filters, std::string_view name, const std::optional<std::string>& from,
                          const std::optional<std::string>& until) {
    json::object condition;
    if (from) condition["gte"] = *from;
    if (until) condition["lt"] = *until;
    if (!condition.empty()) filters[name] = std::move(condition);
}

template <class T>
void add_list(json::object& to, std::string_view name, const std::optional<std::vector<T>>& values) {
    if (values) to[name] = json::array(values->begin(), values->end());
}

} // namespace corogql::mapi::detail
