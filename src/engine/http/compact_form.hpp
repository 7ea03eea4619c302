/// The compact form lets operations travel as little as may be: queries as GET, documents as their hash.
#pragma once

#include "engine/http/persisted_queries.hpp"
#include "engine/http/request_form.hpp"
#include "protocol/graphql/persisted_query.hpp"

namespace corogql::engine {

class compact_form final : public request_form {
public:
    /// All that is passed by reference must outlive the form.
    compact_form(const settings& settings, persisted_queries& known, const request& operation,
                 protocol::operation_kind kind);

    void write(outgoing_request& out) override;
    bool goes_on(unsigned status, const response* answer) override;

private:
    bool misses_document(unsigned status, const response* answer) const;

    const settings& settings_;
    persisted_queries& known_;
    const request& operation_;
    std::string hash_;        ///< The hash of the document; empty if nothing is persisted.
    json::object extensions_; ///< The operation's extensions with the hash.
    protocol::persisted_form form_ = protocol::persisted_form::document;
    bool get_;             ///< A GET is sent, as far as it fits.
    bool sent_ = false;    ///< What was written last is a GET.
    bool guessed_ = false; ///< The server seems to know nothing of hashes, which is a guess.
};

} // namespace corogql::engine
