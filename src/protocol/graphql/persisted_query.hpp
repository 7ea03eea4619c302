/// Automatic persisted queries are documents that the server knows by their SHA-256, so that only the hash travels
/// (github.com/apollographql/apollo-link-persisted-queries).
#pragma once

#include <corogql/graphql_error.hpp>

#include <boost/json/object.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace corogql::protocol {

/// Returns the request's extensions with `persistedQuery` among them. The hash is that of the document's bytes as they
/// are sent, in lower-case hexadecimal digits.
json::object persisted_query_extensions(const json::object& extensions, std::string_view sha256_hex);

/// A form is what a request carries. With the hash it has persisted_query_extensions(); without the document its
/// payload_parts::with_document is false.
enum class persisted_form { hash, hash_and_document, document };

struct persisted_retry {
    persisted_form form; ///< The form to be sent next.
    /// False when the server has no persisted queries, so that no hash need be sent to it again.
    bool supported = true;
};

/// Returns how a request is sent again, judging by the errors of its answer, whatever the HTTP status is; nothing where
/// the answer stands. The server has not executed an operation that is sent again. A server that knows a document no
/// better once it came with its hash gets the document without the hash, so there are two retries at most.
std::optional<persisted_retry> retry_persisted(persisted_form sent, const std::vector<graphql_error>& errors);

} // namespace corogql::protocol
