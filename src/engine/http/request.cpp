#include "engine/http/request.hpp"

#include "protocol/http/header_rules.hpp"
#include "transport/http/request_head.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <span>

namespace corogql::detail {

namespace {

const post_head& post_head_for(const settings& settings, accepted accept) {
    switch (accept) {
    case accepted::both: return settings.post;
    case accepted::steps: return settings.post_for_steps;
    case accepted::json: break;
    }
    return settings.post_for_json;
}

void begin_request(std::string& out, std::string_view method, const settings& settings, std::string_view target) {
    out.clear();
    transport::append_method_and_target(out, method, target);
    transport::append_version_and_host(out, settings.http_url.authority);
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
    transport::append_field(out, "Content-Length", decimal(body.size() + following).text());
    transport::end_head(out);
    out.append(body);
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

bool asks_as(accepted accept, std::string_view request) {
    const auto line = "\r\nAccept: " + std::string(accept_value(accept)) + "\r\n";
    return request.substr(0, request.find("\r\n\r\n") + 2).find(line) != std::string_view::npos;
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
    transport::append_fields(out, *fields);
    append_accept_encoding(out);
    if (what.get)
        transport::end_head(out);
    else
        end_post(out, what.body, what.files ? what.files->size() : 0);
}

void write_streaming_post(std::string& out, const settings& settings, std::string_view target, const headers& fields,
                          std::string_view body) {
    begin_request(out, "POST", settings, target);
    transport::append_fields(out, fields);
    end_post(out, body);
}

void write_bare_request(std::string& out, std::string_view method, const settings& settings, std::string_view target,
                        const headers& fields) {
    begin_request(out, method, settings, target);
    transport::append_fields(out, fields);
    if (method == "PUT") transport::append_field(out, "Content-Length", "0");
    transport::end_head(out);
}

} // namespace corogql::detail
