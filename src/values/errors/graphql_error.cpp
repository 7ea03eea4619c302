#include <corogql/graphql_error.hpp>

#include <boost/json/serialize.hpp>

namespace corogql {

std::string graphql_error::path_text() const {
    std::string text;
    for (const auto& segment : path) {
        if (const auto* name = segment.if_string()) {
            if (!text.empty()) text += '.';
            text.append(name->data(), name->size());
        } else {
            text += '[' + json::serialize(segment) + ']';
        }
    }
    return text;
}

std::string graphql_error::code() const {
    const auto* code = extensions.if_contains("code");
    if (!code) return {};
    if (const auto* text = code->if_string()) return {text->data(), text->size()};
    return code->is_number() ? json::serialize(*code) : std::string();
}

namespace {

std::int64_t to_position(const json::value* value) { return value && value->is_int64() ? value->get_int64() : 0; }

std::vector<source_location> to_locations(const json::value* value) {
    std::vector<source_location> locations;
    const auto* list = value ? value->if_array() : nullptr;
    if (!list) return locations;
    for (const auto& entry : *list) {
        const auto* place = entry.if_object();
        if (!place) continue;
        locations.push_back({to_position(place->if_contains("line")), to_position(place->if_contains("column"))});
    }
    return locations;
}

} // namespace

graphql_error to_graphql_error(const json::value& entry) {
    graphql_error error;
    if (const auto* text = entry.if_string()) {
        error.message.assign(text->data(), text->size());
        return error;
    }
    const auto* object = entry.if_object();
    if (!object) {
        error.message = json::serialize(entry);
        return error;
    }
    if (const auto* message = object->if_contains("message"); message && message->is_string())
        error.message.assign(message->get_string().data(), message->get_string().size());
    error.locations = to_locations(object->if_contains("locations"));
    if (const auto* path = object->if_contains("path"); path && path->is_array()) error.path = path->get_array();
    if (const auto* extensions = object->if_contains("extensions"); extensions && extensions->is_object())
        error.extensions = extensions->get_object();
    return error;
}

json::object to_json(const graphql_error& error) {
    json::object object;
    object["message"] = error.message;
    if (!error.locations.empty()) {
        json::array locations;
        for (const auto& location : error.locations) {
            json::object place;
            place["line"] = location.line;
            place["column"] = location.column;
            locations.push_back(std::move(place));
        }
        object["locations"] = std::move(locations);
    }
    if (!error.path.empty()) object["path"] = error.path;
    if (!error.extensions.empty()) object["extensions"] = error.extensions;
    return object;
}

} // namespace corogql
