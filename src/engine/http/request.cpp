#include "engine/http/request.hpp"

#include "protocol/http/header_rules.hpp"

#include <algorithm>
#include <cassert>

namespace corogql::engine {

const post_head& post_head_for(const settings& settings, accepted accept) {
    switch (accept) {
    case accepted::both: return settings.post;
    case accepted::steps: return settings.post_for_steps;
    case accepted::json: break;
    }
    return settings.post_for_json;
}

bool asks_as(accepted accept, const headers& fields) {
    return std::any_of(fields.begin(), fields.end(), [value = accept_value(accept)](const auto& field) {
        return field.first == "Accept" && field.second == value;
    });
}

headers fields_of(const outgoing_request& what, const settings& settings, accepted accept, const headers& credentials,
                  const headers& own) {
    if (!what.get && what.media_type.empty()) {
        auto fields = post_head_for(settings, accept).fields;
        protocol::merge_headers(fields, credentials);
        protocol::merge_headers(fields, own);
        return fields;
    }
    // A page in a browser can send such requests to anywhere. Servers that fear it want a field that only programs can
    // add, and this is the name that most of them know.
    headers fields{{"Accept", std::string(accept_value(accept))}, {"Apollo-Require-Preflight", "true"}};
    protocol::merge_headers(fields, settings.common);
    protocol::merge_headers(fields, credentials);
    protocol::merge_headers(fields, own);
    if (!what.media_type.empty()) protocol::merge_headers(fields, {{"Content-Type", what.media_type}});
    return fields;
}

transport::http_request to_http(const outgoing_request& what, const settings& settings, std::string_view target,
                                const headers& fields, const transport::prepared_fields* prepared) {
    assert(!prepared || (!what.get && !what.files));
    return {.method = what.get ? "GET" : "POST",
            .target = target,
            .authority = settings.http_url.authority,
            .fields = &fields,
            .any_coding = true,
            .prepared = prepared,
            .body = what.body,
            .following = what.files ? what.files->size() : 0};
}

transport::written_request uncompressed_request(const settings& settings, std::string_view method,
                                                std::string_view target, const headers& fields, std::string_view body) {
    return transport::written_request({.method = method,
                                       .target = target,
                                       .authority = settings.http_url.authority,
                                       .fields = &fields,
                                       .body = body});
}

} // namespace corogql::engine
