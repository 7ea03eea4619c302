/// The built-in server's plain schema has this list in pages: ten books, whose titles a test may see in order.
#pragma once

#include <corogql/request.hpp>

namespace corogql::test {

inline request books_in_pages() {
    return request("query($first: Int, $after: ID) { books(first: $first, after: $after) { nodes { title } pageInfo { "
                   "endCursor hasNextPage } } }");
}

} // namespace corogql::test
