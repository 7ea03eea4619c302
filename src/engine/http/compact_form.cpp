#include "engine/http/compact_form.hpp"

#include "protocol/http/get_target.hpp"
#include "protocol/http/response.hpp"
#include "transport/tls/hash.hpp"
#include "values/text/utf8.hpp"

namespace corogql::engine {

namespace {

using protocol::persisted_form;

constexpr unsigned bad_request = 400, uri_too_long = 414, unprocessable = 422, server_error = 500,
                   not_implemented = 501;

} // namespace

compact_form::compact_form(const settings& settings, persisted_queries& known, const request& operation,
                           protocol::operation_kind kind)
    : request_form(kind), settings_(settings), known_(known), operation_(operation),
      get_(settings.options.http().get_for_queries() && kind == protocol::operation_kind::query) {
    if (!settings.options.http().persisted_queries() || !operation.document_id().empty()) return;
    if (!detail::is_utf8(operation.document())) protocol::check_text(protocol::parts_of(operation)); // no server has it
    hash_ = transport::sha256_hex(operation.document());
    if (!known.worthwhile(hash_)) return;
    // A mutation may have run whose hash was answered by a failure, so it goes with its document until it is known that
    // the server knows hashes: that is never wrong.
    const bool query = kind == protocol::operation_kind::query;
    form_ = query || known.proven() ? persisted_form::hash : persisted_form::hash_and_document;
    extensions_ = protocol::persisted_query_extensions(operation.extensions(), hash_);
}

void compact_form::write(outgoing_request& out) {
    const bool hashed = form_ != persisted_form::document;
    const protocol::payload_parts parts{operation_.document(),         operation_.operation_name(),
                                        operation_.variables(),        hashed ? extensions_ : operation_.extensions(),
                                        operation_.empty_variables(),  operation_.number_texts().get(),
                                        form_ != persisted_form::hash, operation_.document_id()};
    out = {};
    sent_ = false;
    // A document that is to be kept goes in a POST: no cache between may answer for the server.
    if (get_ && form_ != persisted_form::hash_and_document) {
        const protocol::get_target target(settings_.http_url.target, parts);
        if (target.size() <= settings_.options.http().max_get_size()) {
            out.target = target.text();
            out.get = sent_ = true;
            return;
        }
    }
    out.body = protocol::to_payload(parts);
}

bool compact_form::goes_on(unsigned status, const response* answer) {
    if (status == uri_too_long && sent_) {
        get_ = false;
        return true;
    }
    if (answer && !protocol::is_request_error(*answer)) {
        if (form_ == persisted_form::hash && answer->has_data()) known_.prove();
        if (guessed_ && answer->ok()) known_.unsupported();
        return false;
    }
    if (answer) {
        if (const auto retry = protocol::retry_persisted(form_, answer->errors())) {
            if (!retry->supported)
                known_.unsupported();
            else
                known_.prove();
            if (retry->supported && retry->form == persisted_form::document) known_.forgotten(hash_);
            form_ = retry->form;
            return true;
        }
    }
    if (!misses_document(status, answer)) return false;
    form_ = persisted_form::document;
    return guessed_ = true;
}

/// Says whether the server misses the document. A server that has never heard of hashes does, and says so in words of
/// its own.
bool compact_form::misses_document(unsigned status, const response* answer) const {
    if (known_.proven() || (answer && protocol::says_unauthenticated(*answer))) return false;
    // Nothing is wrong with a request that has the document, but perhaps with its extensions.
    if (form_ == persisted_form::hash_and_document) return status == bad_request && !answer;
    if (form_ != persisted_form::hash) return false;
    // Nothing was run for a GET with a hash alone; some servers show a page of their own to who has no document.
    if (sent_ && status / 100 == 2) return true;
    return answer || status == bad_request || status == unprocessable || status == server_error ||
           status == not_implemented;
}

} // namespace corogql::engine
