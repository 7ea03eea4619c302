/// Reading a GraphQL execution result out of JSON text (GraphQL specification, section 7.1).
#pragma once

#include <corogql/response.hpp>

#include <string>

namespace corogql::protocol {

/// Takes an execution result apart into a response. Throws corogql::error of kind protocol when the text is
/// not JSON, is nested deeper than `max_depth` or is not an execution result (neither data nor errors; `data:
/// null` without errors).
response read_result(std::string text, unsigned max_depth);

/// For results that came over HTTP.
void set_http_facts(response& result, unsigned status, headers fields);
void set_attempts(response& result, unsigned attempts);

} // namespace corogql::protocol
