#include "protocol/graphql/variable_path.hpp"

#include <corogql/error.hpp>

#include <charconv>
#include <optional>
#include <string>

namespace corogql::protocol {

namespace {

std::optional<std::size_t> list_index(std::string_view segment) {
    std::size_t index = 0;
    const auto [end, failed] = std::from_chars(segment.data(), segment.data() + segment.size(), index);
    if (failed != std::errc() || end != segment.data() + segment.size()) return std::nullopt;
    return index;
}

error no_place(std::string_view path, std::string_view why) {
    return error(error_kind::usage, "nothing can stand at the variable " + std::string(path) + ": " + std::string(why));
}

/// Returns the child of that name or number, which is made if need be; null where another value is in its way.
json::value* child_of(json::value& place, std::string_view segment, std::string_view path) {
    const auto index = list_index(segment);
    if (auto* const object = place.if_object()) return &(*object)[segment];
    if (place.is_null() && !index) return &place.emplace_object()[segment];
    if (!place.is_null() && !place.is_array()) return nullptr;
    auto& list = place.is_null() ? place.emplace_array() : place.get_array();
    if (!index) return nullptr;
    if (*index > list.size()) throw no_place(path, "its list has only " + std::to_string(list.size()) + " items");
    if (*index == list.size()) list.emplace_back(nullptr);
    return &list[*index];
}

/// Returns the place that `path` names. With `replace`, a value that is in the way gives place.
json::value& find_place(json::object& variables, std::string_view path, bool replace) {
    json::value* place = nullptr;
    for (auto rest = path;;) {
        const auto segment = rest.substr(0, rest.find('.'));
        if (segment.empty()) throw no_place(path, "a name is missing");
        if (!place) {
            place = &variables[segment];
        } else {
            auto* child = child_of(*place, segment, path);
            if (!child && !replace) throw no_place(path, "there is another value in its way");
            if (!child) child = child_of(*place = nullptr, segment, path);
            place = child;
        }
        if (segment.size() == rest.size()) return *place;
        rest.remove_prefix(segment.size() + 1);
    }
}

} // namespace

void set_variable(json::object& variables, std::string_view path, json::value value) {
    find_place(variables, path, true) = std::move(value);
}

void clear_variable(json::object& variables, std::string_view path) { find_place(variables, path, false) = nullptr; }

} // namespace corogql::protocol
