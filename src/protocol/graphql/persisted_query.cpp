#include "protocol/graphql/persisted_query.hpp"

#include <algorithm>

namespace corogql::protocol {

namespace {

/// Returns whether one of the errors says so, as its message or as `extensions.code`: servers differ.
bool says(const std::vector<graphql_error>& errors, std::string_view message, std::string_view code) {
    return std::any_of(errors.begin(), errors.end(),
                       [&](const graphql_error& entry) { return entry.message == message || entry.code() == code; });
}

} // namespace

json::object persisted_query_extensions(const json::object& extensions, std::string_view sha256_hex) {
    auto result = extensions;
    json::object query;
    query["version"] = 1;
    query["sha256Hash"] = json::string_view(sha256_hex.data(), sha256_hex.size());
    result["persistedQuery"] = std::move(query);
    return result;
}

std::optional<persisted_retry> retry_persisted(persisted_form sent, const std::vector<graphql_error>& errors) {
    if (sent == persisted_form::document) return std::nullopt;
    persisted_retry retry{persisted_form::document};
    if (says(errors, "PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED")) {
        retry.supported = false;
        return retry;
    }
    if (!says(errors, "PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND")) return std::nullopt;
    if (sent == persisted_form::hash) retry.form = persisted_form::hash_and_document;
    return retry;
}

} // namespace corogql::protocol
