/// Made up leaves suit the names of their fields and scalars.
#pragma once

#include "language/syntax/ast.hpp"

#include <boost/json/value.hpp>

namespace corogql::testing {

namespace json = boost::json;

/// Returns another number for every number, near ones far apart.
std::uint64_t spread(std::uint64_t number) noexcept;

struct leaf_place {
    std::string_view type, field;
};

/// Makes a value of a scalar or enum that stands in a field; equal chance makes equal values.
json::value make_leaf(const language::type_definition& leaf, const leaf_place& where, std::uint64_t chance);

} // namespace corogql::testing
