#include "engine/shared/post_head.hpp"

#include "protocol/http/header_rules.hpp"
#include "protocol/http/media_type.hpp"
#include "protocol/http/multipart_message.hpp"
#include "transport/http/content_coding.hpp"
#include "transport/http/request_head.hpp"

namespace corogql::detail {

std::string_view accept_value(accepted accept) {
    switch (accept) {
    case accepted::both: return protocol::accept_header;
    case accepted::steps: return protocol::incremental_accept;
    case accepted::json: break;
    }
    return protocol::accept_only_json;
}

post_head::post_head(accepted accept, std::string_view authority, const headers& common)
    : fields{{"Accept", std::string(accept_value(accept))}, {"Content-Type", "application/json"}} {
    protocol::merge_headers(fields, common);
    transport::append_version_and_host(text, authority);
    transport::append_fields(text, fields);
    append_accept_encoding(text);
}

void append_accept_encoding(std::string& out) {
    transport::append_field(out, "Accept-Encoding", transport::accepted_codings);
}

} // namespace corogql::detail
