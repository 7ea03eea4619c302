/// Documents may be checked before anything is sent, where the client was given a schema.
#pragma once

#include <corogql/client_options.hpp>
#include <corogql/request.hpp>

#include <optional>

namespace corogql::engine {

/// Returns why an operation is not to be sent, as an error of kind usage that has all problems of its document. A
/// request without a document, as for one that the server knows by a hash, has none.
std::optional<error> refusal_of(const client_options& options, const request& operation);

} // namespace corogql::engine
