#include "protocol/variable_path.hpp"

#include <corogql/error.hpp>

#include <algorithm>
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
    return error(error_kind::usage, "no file can stand at the variable " + std::string(path) + ": " + std::string(why));
}

} // namespace

void set_variable(json::object& variables, std::string_view path, json::value value) {
    json::object* place = &variables;
    for (auto dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
        auto& child = (*place)[path.substr(0, dot)];
        place = child.is_object() ? &child.get_object() : &child.emplace_object();
        path.remove_prefix(dot + 1);
    }
    (*place)[path] = std::move(value);
}

void clear_variable(json::object& variables, std::string_view path) {
    json::value* place = nullptr;
    for (auto rest = path;;) {
        const auto segment = rest.substr(0, rest.find('.'));
        const auto index = list_index(segment);
        if (segment.empty()) throw no_place(path, "a name is missing");
        if (!place) {
            place = &variables[segment];
        } else if (auto* const object = place->if_object()) {
            place = &(*object)[segment];
        } else if (place->is_null() && !index) {
            place = &place->emplace_object()[segment];
        } else if (place->is_null() || place->is_array()) {
            auto& list = place->is_null() ? place->emplace_array() : place->get_array();
            if (!index || *index > list.size())
                throw no_place(path, "its list has only " + std::to_string(list.size()) + " items");
            if (*index == list.size()) list.emplace_back(nullptr);
            place = &list[*index];
        } else {
            throw no_place(path, "there is another value in its way");
        }
        if (segment.size() == rest.size()) break;
        rest.remove_prefix(segment.size() + 1);
    }
    *place = nullptr;
}

} // namespace corogql::protocol
