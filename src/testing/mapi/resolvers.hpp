/// The API of make_mapi() is put together of these parts.
#pragma once

#include "testing/mapi/store.hpp"
#include <corogql/testing/served_schema.hpp>

namespace corogql::testing {

void add_clusters(served_schema& api, const mapi_data& store);
void add_finetunes(served_schema& api, const mapi_data& store, bool paced);
void add_deployments(served_schema& api, const mapi_data& store, std::size_t log_chunk);

/// Changes all items in one way, and gives them back.
template <class T, class Change>
std::vector<std::shared_ptr<T>> each(std::vector<std::shared_ptr<T>> items, Change change) {
    for (const auto& item : items) change(*item);
    return items;
}

/// Returns a list of one item: MAPI answers with a list, also where there can be only one.
json::array alone(json::value item);

/// Returns {cursor, hasNextPage, [list]} for an input {filters, limit, cursor, …}.
json::object page_of(const mapi_store& store, const json::object& input, std::string_view list,
                     const std::function<json::array(const mapi_store::run_list&)>& show);

} // namespace corogql::testing
