/// Several operations can travel in one HTTP request: a JSON list of requests is answered by a list of results in the
/// same order (GraphQL over HTTP, appendix "Request batching").
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::protocol {

/// Returns the JSON list of requests, each of which is as to_payload() makes it.
std::string to_batch(std::span<const std::string> payloads);

/// Returns the texts of the results, for read_result() one by one: a text that is no result fails alone. The texts
/// point into `body`, which belongs to an answer with a JSON Content-Type. Throws corogql::error of kind `protocol`
/// where there are not `count` results; the errors of a server that refused the whole batch are in that error.
std::vector<std::string_view> split_batch(std::string_view body, std::size_t count, unsigned max_depth);

} // namespace corogql::protocol
