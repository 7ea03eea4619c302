/// Which variables of a document take the cursor and the size of a page.
#pragma once

#include <corogql/page_options.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace corogql::protocol {

enum class page_shape {
    mapi, ///< cursor, hasNextPage and one list
    relay ///< a connection: pageInfo, and edges or nodes
};

struct declared_variable {
    std::string name;
    bool has_members;   ///< its type is neither a list nor one of the five scalars that GraphQL knows
    std::string type{}; ///< without the lists
    unsigned lists = 0; ///< within each other, that it is in
};

/// Of the operation of that name, or of the first one when there is no name, in their order.
std::vector<declared_variable> find_variables(std::string_view document, std::string_view operation_name);

/// Their paths, as set_variable() takes them; the options go before all guesses. Kind usage where none fits, or where
/// the options name a variable that is not declared.
std::string cursor_variable(const std::vector<declared_variable>& declared, const page_options& options,
                            page_shape shape);
std::string page_size_variable(const std::vector<declared_variable>& declared, const page_options& options,
                               page_shape shape);

/// What the answer will be like, as far as a document tells: for what must be set before the first one.
page_shape expected_shape(const std::vector<declared_variable>& declared, const page_options& options);

} // namespace corogql::protocol
