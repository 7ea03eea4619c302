#include "testing/mapi/filter.hpp"

#include "testing/graphql/json_member.hpp"
#include <corogql/testing/field_error.hpp>

#include <algorithm>
#include <array>

namespace corogql::testing {

bool passes(const json::value& value, const json::value& condition) {
    if (condition.is_null()) return true;
    const auto* tests = condition.if_object();
    if (!tests) throw field_error(400, "A filter must be an object like {in: [...]}.");
    for (const auto& test : *tests) {
        const auto& key = test.key();
        const auto& bound = test.value();
        bool good = true;
        if (bound.is_null()) continue;
        if (key == "in" && bound.is_array()) {
            const auto& list = bound.get_array();
            good = std::find(list.begin(), list.end(), value) != list.end();
        } else if (key == "in") {
            throw field_error(400, "The filter condition \"in\" takes a list.");
        } else if (key == "has") {
            const auto* list = value.if_array();
            good = list && std::find(list->begin(), list->end(), bound) != list->end();
        } else if (key == "gte" || key == "gt" || key == "lte" || key == "lt") {
            if (!bound.is_string())
                throw field_error(400, "The filter condition \"" + std::string(key) + "\" takes a string.");
            // Timestamps of one format compare like text.
            const auto* text = value.if_string();
            const int order = text ? text->compare(bound.get_string()) : 0;
            good = text && (key == "gte"   ? order >= 0
                            : key == "gt"  ? order > 0
                            : key == "lte" ? order <= 0
                                           : order < 0);
        } else {
            throw field_error(400, "Unknown filter condition \"" + std::string(key) + "\".");
        }
        if (!good) return false;
    }
    return true;
}

bool passes_all(const json::object& object, const json::object& filters) {
    return std::all_of(filters.begin(), filters.end(),
                       [&](const auto& filter) { return passes(member(object, filter.key()), filter.value()); });
}

item_query to_query(const json::object& input) {
    static constexpr std::array<std::pair<const char*, const char*>, 3> owners{
        {{"emails", "createdByEmail"}, {"userIds", "createdById"}, {"organizationIds", "organizationId"}}};
    item_query query;
    query.filters = object_at(input, "filters");
    query.include_deleted = flag_at(input, "includeDeleted");
    const auto entity = object_at(input, "entity");
    for (const auto& [list, field] : owners)
        if (const auto* values = entity.if_contains(list)) query.filters[field] = json::object{{"in", *values}};
    return query;
}

bool fits(const mapi_item& item, const item_query& query) {
    if (item.deleted() && !query.include_deleted) return false;
    return std::all_of(query.filters.begin(), query.filters.end(),
                       [&](const auto& filter) { return passes(item.field(filter.key()), filter.value()); });
}

} // namespace corogql::testing
