/// The conditions under which the store gives something out.
#pragma once

#include "testing/mapi/item.hpp"

#include <memory>
#include <vector>

namespace corogql::testing {

/// Whether `value` passes {in: […]}, {gte, gt, lte, lt} or {has}. Throws field_error (400) for other
/// conditions.
bool passes(const json::value& value, const json::value& condition);

/// The same of a member for each of {name: {in: […]}, status: …, createdAt: {gte, lt}, …}.
bool passes_all(const json::object& object, const json::object& filters);

struct item_query {
    json::object filters; ///< missing ones let all pass
    bool include_deleted = false;
};

/// Of an input {filters, includeDeleted, entity: {emails, userIds, organizationIds}}.
item_query to_query(const json::object& input);

bool fits(const mapi_item& item, const item_query& query);

/// Newest first; `items` are oldest first.
template <class T>
std::vector<std::shared_ptr<T>> find_all(const std::vector<std::shared_ptr<T>>& items, const item_query& query) {
    std::vector<std::shared_ptr<T>> result;
    for (auto item = items.rbegin(); item != items.rend(); ++item)
        if (fits(**item, query)) result.push_back(*item);
    return result;
}

/// Null when there is none, or deleted.
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
