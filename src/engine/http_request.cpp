#include "engine/http_request.hpp"

#include "protocol/header_rules.hpp"
#include "protocol/media_type.hpp"
#include "transport/content_coding.hpp"

#include <charconv>

namespace corogql::detail {

headers post_fields(const headers& common) {
    headers fields{{"Accept", std::string(protocol::accept_header)}, {"Content-Type", "application/json"}};
    protocol::merge_headers(fields, common);
    return fields;
}

void write_fields(std::string& out, const headers& fields) {
    for (const auto& [name, value] : fields) out.append(name).append(": ").append(value).append("\r\n");
}

headers fields_of_post(const settings& settings, const headers& credentials, const headers& own) {
    auto fields = settings.of_post;
    protocol::merge_headers(fields, credentials);
    protocol::merge_headers(fields, own);
    return fields;
}

void write_post(std::string& out, const settings& settings, std::string_view target, const headers* fields,
                std::string_view body) {
    out.assign("POST ").append(target).append(" HTTP/1.1\r\nHost: ").append(settings.http_url.authority);
    out.append("\r\n");
    if (fields)
        write_fields(out, *fields);
    else
        out.append(settings.post_text);
    out.append("Accept-Encoding: ").append(transport::accepted_codings).append("\r\nContent-Length: ");
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, body.size()).ptr;
    out.append(digits, end).append("\r\n\r\n").append(body);
}

} // namespace corogql::detail
