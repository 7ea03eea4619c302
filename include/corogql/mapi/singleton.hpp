/// The one object that was asked for, out of a list.
#pragma once

#include <corogql/mapi/error.hpp>
#include <corogql/mapi/object_list.hpp>

namespace corogql::mapi {

/// The first of a list or page. mapi_error 404 with the message, or with "No results found", when it is empty.
///
///     auto found = co_await mapi.run_plural<run>(get_run(name));
///     auto mine = first_of(std::move(found), run_not_found(name));
template <class T>
T first_of(object_list<T> list, std::string message = {}) {
    if (list.empty()) throw mapi_error(404, message.empty() ? "No results found" : std::move(message));
    auto items = std::move(list).items();
    return std::move(items.front());
}

} // namespace corogql::mapi
