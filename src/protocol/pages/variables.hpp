/// Some of a document's variables take the cursor and the size of a page.
#pragma once

#include <corogql/page_options.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace corogql::protocol {

enum class page_shape {
    mapi, ///< The page has a cursor, hasNextPage and one list.
    relay ///< The page is a connection: it has pageInfo, and edges or nodes.
};

struct declared_variable {
    std::string name;
    bool has_members;   ///< Whether the type is neither a list nor one of the five scalars that GraphQL knows.
    std::string type{}; ///< The type's name without the lists around it.
    unsigned lists = 0; ///< How many lists, within each other, the type stands in.
};

/// Returns the variables of the operation of that name, or of the first one when there is no name, in their order.
std::vector<declared_variable> find_variables(std::string_view document, std::string_view operation_name);

/// Returns the path of the variable that takes the cursor, as set_variable() takes it; the options go before all
/// guesses. Throws kind `usage` where no variable fits, or where the options name one that is not declared.
std::string cursor_variable(const std::vector<declared_variable>& declared, const page_options& options,
                            page_shape shape);
/// Returns the path of the variable that takes the page size, as set_variable() takes it; the options go before all
/// guesses. Throws kind `usage` where no variable fits, or where the options name one that is not declared.
std::string page_size_variable(const std::vector<declared_variable>& declared, const page_options& options,
                               page_shape shape);

/// Returns what the answer will be like, as far as a document tells, for what must be set before the first answer.
page_shape expected_shape(const std::vector<declared_variable>& declared, const page_options& options);

} // namespace corogql::protocol
