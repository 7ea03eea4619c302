/// A graphql_executor runs operations over a served schema.
#pragma once

#include "testing/graphql/mock.hpp"
#include "testing/graphql/prepared_operation.hpp"
#include "testing/graphql/request_error.hpp"
#include "testing/graphql/values.hpp"

#include <corogql/testing/served_schema.hpp>

namespace corogql::testing {

class graphql_executor {
public:
    explicit graphql_executor(served_schema serving);

    /// Parses and validates a request. Throws request_error.
    prepared_operation prepare(const graphql_request& request) const;

    /// Executes a query or mutation and returns {"data": …} and, where fields failed, {"errors": …}.
    json::object execute(const prepared_operation& prepared) const;

    /// Makes the source of a subscription's events. Throws request_error (execution) when the source cannot be made.
    std::unique_ptr<event_source> open(const prepared_operation& prepared) const;
    /// Returns the result for one event.
    json::object project(const prepared_operation& prepared, json::value event) const;

private:
    served_schema serving_;
    std::optional<mock_values> mock_;
    mutable input_coercion inputs_; ///< It remembers; operations run one at a time.
};

/// Returns the operation to run. Throws request_error (validation).
const language::operation& select_operation(const language::document& doc, std::string_view name);

} // namespace corogql::testing
