#include "engine/http/request.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::engine;

namespace {

outgoing_request post_of(std::string body) {
    outgoing_request what;
    what.body = std::move(body);
    return what;
}

} // namespace

TEST_CASE("request: a plain POST is what is put together from its fields, whatever was there before") {
    const settings bare(client_options("http://host:81/graphql"));
    const settings rich(client_options("http://user:secret@host/graphql").header("X-Own", "1").header("Accept", "a/b"));
    std::string text = "the remains of another request";
    for (const auto* each : {&bare, &rich})
        for (const auto accept : {accepted::both, accepted::steps, accepted::json})
            for (const auto& what : {post_of(""), post_of("{}"), post_of(std::string(5000, 'x'))}) {
                CAPTURE(each->http_url.authority);
                CAPTURE(what.body.size());
                const auto& ready = post_head_for(*each, accept);
                const auto fields = fields_of(what, *each, accept, {}, {});
                CHECK(fields == ready.fields);
                std::string assembled;
                transport::write_request(assembled, to_http(what, *each, "/graphql?a=1", fields));
                transport::write_request(text, to_http(what, *each, "/graphql?a=1", ready.fields, &ready.prepared));
                CHECK(text == assembled);
                CHECK(text.starts_with("POST /graphql?a=1 HTTP/1.1\r\nHost: host"));
                CHECK(
                    text.ends_with("\r\nContent-Length: " + std::to_string(what.body.size()) + "\r\n\r\n" + what.body));
            }
}

TEST_CASE("request: what has no body says its length where a server may expect one") {
    const settings made(client_options("http://host/graphql"));
    const auto text = [&](const char* method) {
        return uncompressed_request(made, method, "/x", {{"A", "b"}}).bytes();
    };
    CHECK(text("GET") == "GET /x HTTP/1.1\r\nHost: host\r\nA: b\r\n\r\n");
    CHECK(text("DELETE") == "DELETE /x HTTP/1.1\r\nHost: host\r\nA: b\r\n\r\n");
    CHECK(text("PUT") == "PUT /x HTTP/1.1\r\nHost: host\r\nA: b\r\nContent-Length: 0\r\n\r\n");
}

TEST_CASE("asks_as: a caller's own Accept is not taken for ours") {
    const settings own(client_options("http://host/graphql").header("Accept", "a/b"));
    const settings usual(client_options("http://host/graphql"));
    CHECK_FALSE(asks_as(accepted::both, own.post.fields));
    CHECK(asks_as(accepted::both, usual.post.fields));
    CHECK_FALSE(asks_as(accepted::json, usual.post.fields));
}
