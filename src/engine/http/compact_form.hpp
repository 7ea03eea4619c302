/// Operations that travel as little as may be: queries as GET, documents as their hash.
#pragma once

#include "engine/http/persisted_queries.hpp"
#include "engine/http/request_form.hpp"
#include "protocol/graphql/persisted_query.hpp"

namespace corogql::engine {

class compact_form final : public request_form {
public:
    /// All must outlive this.
    compact_form(const settings& settings, persisted_queries& known, const request& operation,
                 protocol::operation_kind kind);

    void write(outgoing_request& out) override;
    bool goes_on(unsigned status, const response* answer) override;

private:
    bool misses_document(unsigned status, const response* answer) const;

    const settings& settings_;
    persisted_queries& known_;
    const request& operation_;
    std::string hash_;        ///< empty: nothing is persisted
    json::object extensions_; ///< with the hash
    protocol::persisted_form form_ = protocol::persisted_form::document;
    bool get_;             ///< as far as it fits
    bool sent_ = false;    ///< as GET
    bool guessed_ = false; ///< that the server knows nothing of hashes
};

} // namespace corogql::engine
