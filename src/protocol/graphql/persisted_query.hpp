/// Automatic persisted queries: documents that the server knows by their SHA-256, so that only the hash travels
/// (github.com/apollographql/apollo-link-persisted-queries).
#pragma once

#include <corogql/graphql_error.hpp>

#include <boost/json/object.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace corogql::protocol {

/// The request's extensions with `persistedQuery` among them. The hash is that of the document's bytes as they are
/// sent, in lower-case hexadecimal digits.
json::object persisted_query_extensions(const json::object& extensions, std::string_view sha256_hex);

/// What a request carries: the hash means the extensions above, without the document payload_parts::with_document is
/// false.
enum class persisted_form { hash, hash_and_document, document };

struct persisted_retry {
    persisted_form form;   ///< to be sent next
    bool supported = true; ///< false: the server has no persisted queries, so no hash need be sent to it again
};

/// From the errors of an answer, whatever its HTTP status: nothing where it is the answer. The server has not executed
/// the operation where there is something. A server that knows a document no better once it came with its hash gets it
/// without, so there are two retries at most.
std::optional<persisted_retry> retry_persisted(persisted_form sent, const std::vector<graphql_error>& errors);

} // namespace corogql::protocol
