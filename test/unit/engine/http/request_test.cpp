#include "engine/http/request.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::detail;

namespace {

outgoing_request post_of(std::string body) {
    outgoing_request what;
    what.body = std::move(body);
    return what;
}

} // namespace

TEST_CASE("write_request: a plain POST is what is put together from its fields, whatever was there before") {
    const settings bare(client_options("http://host:81/graphql"));
    const settings rich(client_options("http://user:secret@host/graphql").header("X-Own", "1").header("Accept", "a/b"));
    std::string ready = "the remains of another request";
    for (const auto* each : {&bare, &rich})
        for (const auto accept : {accepted::both, accepted::steps, accepted::json})
            for (const auto& what : {post_of(""), post_of("{}"), post_of(std::string(5000, 'x'))}) {
                CAPTURE(each->http_url.authority);
                CAPTURE(what.body.size());
                const auto fields = fields_of(what, *each, accept, {}, {});
                std::string assembled;
                write_request(assembled, *each, "/graphql?a=1", &fields, accept, what);
                write_request(ready, *each, "/graphql?a=1", nullptr, accept, what);
                CHECK(ready == assembled);
                CHECK(ready.starts_with("POST /graphql?a=1 HTTP/1.1\r\nHost: host"));
                CHECK(ready.ends_with("\r\nContent-Length: " + std::to_string(what.body.size()) + "\r\n\r\n" +
                                      what.body));
            }
}

TEST_CASE("asks_as: a caller's own Accept is not taken for ours") {
    const settings own(client_options("http://host/graphql").header("Accept", "a/b"));
    const settings usual(client_options("http://host/graphql"));
    const auto what = post_of("Accept: a/b");
    std::string text;
    write_request(text, own, "/", nullptr, accepted::both, what);
    CHECK_FALSE(asks_as(accepted::both, text));
    write_request(text, usual, "/", nullptr, accepted::both, what);
    CHECK(asks_as(accepted::both, text));
    CHECK_FALSE(asks_as(accepted::json, text));
}
