/// Several operations in one HTTP request: a JSON list of requests, answered by a list of results in the same order
/// (GraphQL over HTTP, appendix "Request batching").
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace corogql::protocol {

/// `payloads` are as to_payload() makes them.
std::string to_batch(std::span<const std::string> payloads);

/// The texts of the results, for read_result() one by one: one that is no result fails alone. They point into `body`,
/// which belongs to an answer with a JSON Content-Type. Throws corogql::error of kind `protocol` where there are not
/// `count` of them; the errors of a server that refused the whole batch are inside.
std::vector<std::string_view> split_batch(std::string_view body, std::size_t count, unsigned max_depth);

} // namespace corogql::protocol
