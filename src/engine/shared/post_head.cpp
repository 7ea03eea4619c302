#include "engine/shared/post_head.hpp"

#include "protocol/http/header_rules.hpp"
#include "protocol/http/media_type.hpp"
#include "protocol/http/multipart/message.hpp"

#include <string>

namespace corogql::engine {

namespace {

headers post_fields(accepted accept, const headers& common) {
    headers fields{{"Accept", std::string(accept_value(accept))}, {"Content-Type", "application/json"}};
    protocol::merge_headers(fields, common);
    return fields;
}

transport::http_request post_with(const headers& fields, std::string_view authority) {
    return {.authority = authority, .fields = &fields, .any_coding = true};
}

} // namespace

std::string_view accept_value(accepted accept) {
    switch (accept) {
    case accepted::both: return protocol::accept_header;
    case accepted::steps: return protocol::incremental_accept;
    case accepted::json: break;
    }
    return protocol::accept_only_json;
}

post_head::post_head(accepted accept, std::string_view authority, const headers& common)
    : fields(post_fields(accept, common)), prepared(post_with(fields, authority)) {}

} // namespace corogql::engine
