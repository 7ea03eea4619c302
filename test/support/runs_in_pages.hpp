/// The built-in server has this list in pages.
#pragma once

#include <corogql/request.hpp>

namespace corogql::test {

inline request runs_in_pages() {
    return request("query($data: GetRunsPaginatedInput) { getRunsPaginated(getRunsPaginatedData: $data) { cursor "
                   "hasNextPage runs { name } } }");
}

} // namespace corogql::test
