/// The answers of a served schema: what a field's value is before its selection is looked at.
#pragma once

#include "testing/graphql/prepared_operation.hpp"

#include <corogql/testing/served_schema.hpp>

namespace corogql::testing {

class answers {
public:
    virtual ~answers() = default;

    /// Returns a field's value: one that it was made into `room`, or one that stands in `parent`. Throws what a
    /// resolver may throw.
    virtual const json::value& find(const language::type_definition& type, const language::field_definition& field,
                                    const json::object& parent, const json::object& arguments,
                                    json::value& room) const = 0;
};

} // namespace corogql::testing
