/// A request_error is a request that is refused before it has a result.
#pragma once

#include <corogql/graphql_error.hpp>

#include "language/diagnostic.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace corogql::testing {

/// `execution` is the stage of a subscription that cannot begin. Errors without a code of their own get the word that
/// Apollo Server has for the stage.
class request_error : public std::runtime_error {
public:
    enum class stage { syntax, validation, variables, execution };

    request_error(stage at, std::vector<graphql_error> errors);

    stage at() const noexcept { return at_; }
    const std::vector<graphql_error>& errors() const noexcept { return errors_; }

private:
    stage at_;
    std::vector<graphql_error> errors_;
};

source_location to_location(const language::place& where);
graphql_error to_error(const language::diagnostic& what);

/// Returns {"errors": […]} for a refused request.
json::object to_result(const std::vector<graphql_error>& errors);
json::array to_array(const std::vector<graphql_error>& errors);

} // namespace corogql::testing
