/// The store gives something out under these conditions.
#pragma once

#include "testing/mapi/item.hpp"

#include <memory>
#include <vector>

namespace corogql::testing {

/// Whether `value` passes {in: […]}, {gte, gt, lte, lt} or {has}. Throws field_error (400) for other conditions.
bool passes(const json::value& value, const json::value& condition);

/// Whether each member that `filters` names passes its condition: {name: {in: […]}, status: …, createdAt: {gte, lt},
/// …}. Throws field_error (400) for other conditions.
bool passes_all(const json::object& object, const json::object& filters);

struct item_query {
    json::object filters; ///< Filters that are missing let all pass.
    bool include_deleted = false;
};

/// Reads an input {filters, includeDeleted, entity: {emails, userIds, organizationIds}}.
item_query to_query(const json::object& input);

bool fits(const mapi_item& item, const item_query& query);

/// Returns what fits the query, newest first; `items` are oldest first.
template <class T>
std::vector<std::shared_ptr<T>> find_all(const std::vector<std::shared_ptr<T>>& items, const item_query& query) {
    std::vector<std::shared_ptr<T>> result;
    for (auto item = items.rbegin(); item != items.rend(); ++item)
        if (fits(**item, query)) result.push_back(*item);
    return result;
}

/// Finds an item by its name. Returns null when there is none, or it is deleted.
template <class T>
std::shared_ptr<T> find_named(const std::vector<std::shared_ptr<T>>& items, std::string_view name) {
    for (const auto& item : items)
        if (item->text("name") == name && !item->deleted()) return item;
    return nullptr;
}

template <class T>
json::array shown(const std::vector<std::shared_ptr<T>>& items) {
    json::array list;
    for (const auto& item : items) list.push_back(item->fields());
    return list;
}

} // namespace corogql::testing
