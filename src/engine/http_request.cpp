#include "engine/http_request.hpp"

#include "protocol/header_rules.hpp"
#include "protocol/media_type.hpp"
#include "protocol/multipart_message.hpp"
#include "transport/content_coding.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <span>

namespace corogql::detail {

namespace {

std::string_view accept_value(accepted accept) {
    switch (accept) {
    case accepted::both: return protocol::accept_header;
    case accepted::steps: return protocol::incremental_accept;
    case accepted::json: break;
    }
    return protocol::accept_only_json;
}

const settings::post_head& post_head_for(const settings& settings, accepted accept) {
    switch (accept) {
    case accepted::both: return settings.post;
    case accepted::steps: return settings.post_for_steps;
    case accepted::json: break;
    }
    return settings.post_for_json;
}

/// What follows the target.
void append_version_and_host(std::string& out, std::string_view authority) {
    out.append(" HTTP/1.1\r\nHost: ").append(authority).append("\r\n");
}

void begin_request(std::string& out, std::string_view method, const settings& settings, std::string_view target) {
    out.assign(method).append(" ").append(target);
    append_version_and_host(out, settings.http_url.authority);
}

void append_accept_encoding(std::string& out) {
    out.append("Accept-Encoding: ").append(transport::accepted_codings).append("\r\n");
}

class decimal {
public:
    explicit decimal(std::uint64_t number)
        : size_(static_cast<std::size_t>(std::to_chars(digits_, digits_ + sizeof digits_, number).ptr - digits_)) {}
    std::string_view text() const noexcept { return {digits_, size_}; }

private:
    char digits_[20];
    std::size_t size_;
};

void end_post(std::string& out, std::string_view body, std::uint64_t following = 0) {
    out.append("Content-Length: ").append(decimal(body.size() + following).text()).append("\r\n\r\n").append(body);
}

/// Replaces `out` by the pieces. Requests are much alike in size, so that hardly anything of it is new.
void join(std::string& out, std::span<const std::string_view> pieces) {
    std::size_t size = 0;
    for (const auto piece : pieces) size += piece.size();
    out.resize(size);
    char* at = out.data();
    for (const auto piece : pieces) at = std::copy(piece.begin(), piece.end(), at);
}

} // namespace

settings::post_head make_post_head(accepted accept, std::string_view authority, const headers& common) {
    settings::post_head made;
    made.fields = {{"Accept", std::string(accept_value(accept))}, {"Content-Type", "application/json"}};
    protocol::merge_headers(made.fields, common);
    append_version_and_host(made.text, authority);
    write_fields(made.text, made.fields);
    append_accept_encoding(made.text);
    return made;
}

bool asks_as(accepted accept, std::string_view request) {
    const auto line = "\r\nAccept: " + std::string(accept_value(accept)) + "\r\n";
    return request.substr(0, request.find("\r\n\r\n") + 2).find(line) != std::string_view::npos;
}

void write_fields(std::string& out, const headers& fields) {
    for (const auto& [name, value] : fields) out.append(name).append(": ").append(value).append("\r\n");
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

void write_request(std::string& out, const settings& settings, std::string_view target, const headers* fields,
                   accepted accept, const outgoing_request& what) {
    if (!fields) {
        assert(!what.get && !what.files);
        const decimal size(what.body.size());
        const std::string_view pieces[] = {
            "POST ",    target,   post_head_for(settings, accept).text, "Content-Length: ", size.text(),
            "\r\n\r\n", what.body};
        return join(out, pieces);
    }
    begin_request(out, what.get ? "GET" : "POST", settings, target);
    write_fields(out, *fields);
    append_accept_encoding(out);
    if (what.get)
        out.append("\r\n");
    else
        end_post(out, what.body, what.files ? what.files->size() : 0);
}

void write_streaming_post(std::string& out, const settings& settings, std::string_view target, const headers& fields,
                          std::string_view body) {
    begin_request(out, "POST", settings, target);
    write_fields(out, fields);
    end_post(out, body);
}

void write_bare_request(std::string& out, std::string_view method, const settings& settings, std::string_view target,
                        const headers& fields) {
    begin_request(out, method, settings, target);
    write_fields(out, fields);
    out.append(method == "PUT" ? "Content-Length: 0\r\n\r\n" : "\r\n");
}

} // namespace corogql::detail
