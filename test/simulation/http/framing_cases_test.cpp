// Answers as bytes: framing, truncation, codings and limits. cases.md lists all cases.
#include "compressed_responses.hpp"
#include "http_support.hpp"

using namespace corogql;
using namespace corogql::test;

namespace {

const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const std::string whole = head + "Content-Length: 16\r\n\r\n" + one_text; // as long as it says
const std::string chunks = head + "Transfer-Encoding: chunked\r\n\r\n7\r\n{\"data\"\r\n9;x=y\r\n:{\"a\":1}}\r\n";

/// What breaks off is asked for again where that does no harm, and else may have run.
void check_cut(const simulated_reply& cut) {
    http_scene on({cut, good()});
    CHECK(on.ask().attempts() == 2);

    http_scene once({cut, good()});
    const auto seen = once.refused(mutation);
    check_error(seen, error_kind::protocol, error_phase::receive);
    CHECK(seen.possibly_executed());
    CHECK(once.requests.size() == 1);

    http_scene twice({cut, good()});
    CHECK(twice.ask(request(mutation).idempotent(true)).attempts() == 2);
}

/// Bytes that nobody can trust: an error, and another connection for what comes next.
error check_broken(const std::string& bytes) {
    CAPTURE(bytes);
    http_scene on({raw(bytes), good()});
    client api = on.connect(on.once());
    const auto seen = on.refused(api);
    check_error(seen, error_kind::protocol, error_phase::receive);
    CHECK(on.ask(api).ok());
    CHECK(on.goodbyes.size() == 1);
    CHECK(on.server.accepted() == 2);
    return seen;
}

} // namespace

TEST_CASE("H14: a connection cut before the announced length: a query is asked again, a mutation may have run") {
    for (const auto how : {simulated_ending::drop, simulated_ending::reset}) {
        simulated_reply cut = raw(whole, how);
        cut.cut_after = whole.size() - 1;
        check_cut(cut);
        cut.cut_after = head.size() + 5; // within the header
        check_cut(cut);
    }
    simulated_reply cut = raw(whole, simulated_ending::drop);
    cut.cut_after = whole.size() - 6;
    http_scene on({cut});
    const auto seen = on.refused(on.once());
    CHECK(says(seen, "10 of 16 bytes"));
    CHECK(has_field(seen.headers(), "Content-Length", "16"));
}

TEST_CASE("H15: chunks without a last one are cut off, a bad size is broken framing, trailers are passed over") {
    check_cut(raw(chunks, simulated_ending::drop));
    check_cut(raw(chunks.substr(0, chunks.size() - 4), simulated_ending::drop));
    for (const std::string size : {"x", "-1", "", "0x7", "ffffffffffffffffff"})
        CHECK(
            says(check_broken(head + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\n{\"data\"\r\n"), "chunk size"));
    CHECK(says(check_broken(head + "Transfer-Encoding: chunked\r\n\r\n6\r\n{\"data\"\r\n"), "chunk is longer"));

    http_scene on({raw(chunks + "0\r\nX-Checksum: 1\r\nServer-Timing: db\r\n\r\n")});
    client api = on.connect();
    for (int i = 0; i < 2; ++i) {
        const auto answer = on.ask(api);
        CHECK(answer.data_as<int>("a") == 1);
        CHECK(!answer.header("X-Checksum"));
    }
    CHECK(on.server.accepted() == 1);
}

TEST_CASE("H15: chunks that come a byte at a time are put together") {
    simulated_reply slow = raw(chunks + "0\r\n\r\n");
    slow.piece = 1;
    slow.pause = 10ms;
    http_scene on({slow});
    CHECK(on.ask().ok());
    CHECK(on.world.now() > 1s);
}

TEST_CASE("H40: interim answers are skipped, up to 32 of them") {
    std::string interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    http_scene on({raw(interim + whole)});
    const auto answer = on.ask();
    CHECK(answer.http_status() == 200);
    CHECK(!answer.header("Link"));
    CHECK(answer.ok());

    for (int i = 0; i < 30; ++i) interim += "HTTP/1.1 102 Processing\r\n\r\n";
    http_scene many({raw(interim + whole)});
    CHECK(many.ask().ok());
    CHECK(says(check_broken("HTTP/1.1 100 Continue\r\n\r\n" + interim + whole), "32 interim"));
}

TEST_CASE(
    "H42: what was asked for is decoded: gzip, deflate in both its forms, several members, codings over codings") {
    const auto check = [](const std::string& coding, const std::string& body) {
        CAPTURE(coding);
        http_scene on({reply(200, json_type, body, {{"Content-Encoding", coding}})});
        const auto answer = on.ask();
        CHECK(answer.text() == plain_response);
        CHECK(field_of(on.requests[0], "Accept-Encoding").find("gzip") != std::string::npos);
    };
    check("gzip", gzip_response);
    check("x-GZIP", gzip_response);
    check("gzip", two_member_response);
    check("deflate", zlib_response);
    check("deflate", bare_deflate_response);
    check("gzip, gzip", double_gzip_response);
    check("identity, gzip", gzip_response);
    check("identity", plain_response);
    http_scene twice(
        {reply(200, json_type, double_gzip_response, {{"Content-Encoding", "gzip"}, {"Content-Encoding", "gzip"}})});
    CHECK(twice.ask().text() == plain_response); // fields of one name are one list
}

TEST_CASE("H42: an unknown coding, and one that is not what it says, are final errors that keep status and fields") {
    const auto check = [](const std::string& coding, const std::string& body, std::string_view why) {
        CAPTURE(coding);
        http_scene on({reply(200, json_type, body, {{"Content-Encoding", coding}})});
        const auto seen = on.refused();
        check_http(seen, error_kind::protocol, 200);
        CHECK(says(seen, why));
        CHECK(has_field(seen.headers(), "Content-Encoding", coding));
        CHECK(seen.possibly_executed());
        CHECK(on.requests.size() == 1);
    };
    check("zstd-9", gzip_response, "\"zstd-9\", which was not asked for");
    check("gzip, compress", gzip_response, "\"compress\", which was not asked for");
    check("gzip", plain_response, "not the gzip data");
    check("gzip", zlib_response, "not the gzip data");
    check("deflate", gzip_response, "not the deflate data");
    check("gzip, gzip", gzip_response, "not the gzip data");
    check("gzip", gzip_response.substr(0, gzip_response.size() - 4), "not the gzip data");
}

TEST_CASE("H42: an answer that is too large when it is decoded is a final error that names the limit") {
    http_scene on({reply(200, json_type, long_gzip_response, {{"Content-Encoding", "gzip"}})});
    CHECK(on.ask(on.options().max_message_size(5017)).ok());
    const auto seen = on.refused(on.options().max_message_size(5016));
    check_http(seen, error_kind::limit, 200);
    CHECK(says(seen, "5016"));
    CHECK(says(seen, "max_message_size"));
    CHECK(on.requests.size() == 2);
}

TEST_CASE("H43: a length beside chunks, two lengths and a length that is none break the connection") {
    CHECK(says(check_broken(head + "Content-Length: 16\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
               "Content-Length beside Transfer-Encoding"));
    CHECK(says(check_broken(head + "Content-Length: 16\r\nContent-Length: 17\r\n\r\n" + one_text), "two values"));
    CHECK(says(check_broken(head + "Content-Length: 16, 17\r\n\r\n" + one_text), "two values"));
    for (const std::string length : {"-16", "+16", "0x10", "1 6", "", "99999999999999999999"})
        CHECK(says(check_broken(head + "Content-Length: " + length + "\r\n\r\n" + one_text), "bad Content-Length"));
    CHECK(says(check_broken(head + "Transfer-Encoding: gzip, chunked\r\n\r\n"), "Transfer-Encoding"));

    http_scene same({raw(head + "Content-Length: 16\r\nContent-Length: 16\r\n\r\n" + one_text)});
    CHECK(same.ask().ok()); // RFC 9110, section 8.6
}

TEST_CASE("H43: bytes behind a whole answer are nobody's: it counts, and its connection is not used again") {
    http_scene on({raw(whole + whole), good()});
    client api = on.connect();
    CHECK(on.ask(api).ok());
    CHECK(on.ask(api).ok());
    CHECK(on.requests.size() == 2);
    CHECK(on.server.accepted() == 2);
}

TEST_CASE("H44: a body beyond the limit is a final error that names the limit, however it is framed") {
    const std::string body(2000, ' ');
    for (const std::string& bytes :
         {head + "Content-Length: 2000\r\n\r\n", head + "Content-Length: 2000\r\n\r\n" + body,
          head + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n", head + "\r\n" + body,
          head + "Transfer-Encoding: chunked\r\n\r\n3e8\r\n" + body.substr(1000) + "\r\n3e8\r\n"}) {
        http_scene on({raw(bytes)});
        const auto seen = on.refused(on.options().max_message_size(1999));
        check_error(seen, error_kind::limit, error_phase::receive);
        CHECK(says(seen, "HTTP body is larger than the limit of 1999 bytes"));
        CHECK(seen.possibly_executed());
        CHECK(seen.http_status() == 200);
        CHECK(has_field(seen.headers(), "Content-Type", json_type));
        CHECK(on.requests.size() == 1);
        on.world.run_for(1s);
        CHECK(on.goodbyes.size() == 1);
    }
    http_scene on({reply(200, json_type, one_text + std::string(1984, ' '))});
    CHECK(on.ask(on.options().max_message_size(2000)).ok());
    http_scene large({reply(200, json_type, R"({"data":{"a":")" + std::string(9'000'000, 'x') + "\"}}")});
    CHECK(large.ask().data_as<std::string>("a").size() == 9'000'000); // above Beast's own limit
}

TEST_CASE("H45: many header fields are taken up to max_header_size; beyond, the error names the limit") {
    std::string cookies;
    for (int i = 0; i < 400; ++i) cookies += "Set-Cookie: c" + std::to_string(i) + '=' + std::string(80, 'x') + "\r\n";
    http_scene on({raw(head + cookies + "Content-Length: 16\r\n\r\n" + one_text)});
    const auto answer = on.ask();
    CHECK(answer.headers().size() == 402);
    const auto seen = on.refused(on.options().http(http_options().max_header_size(8 * 1024)));
    check_error(seen, error_kind::limit, error_phase::receive);
    CHECK(says(seen, "HTTP header is larger than the limit of 8192 bytes"));
    CHECK(on.requests.size() == 2);
}

TEST_CASE("H47: an answer with Connection: close is the last on its connection") {
    for (const std::string option : {"close", "Close", "x-y, close"}) {
        http_scene on({reply(200, json_type, one_text, {{"Connection", option}}), good()});
        client api = on.connect();
        CHECK(on.ask(api).ok());
        CHECK(on.ask(api).attempts() == 1);
        CHECK(on.server.accepted() == 2);
    }
}

TEST_CASE("H48: an HTTP/1.0 answer without a length goes to the end of its connection; keep-alive must be said") {
    const std::string old = "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n";
    http_scene on({raw(old + "\r\n" + one_text, simulated_ending::drop)});
    client api = on.connect();
    CHECK(on.ask(api).ok());
    CHECK(on.ask(api).ok());
    CHECK(on.server.accepted() == 2);

    http_scene silent({raw(old + "Content-Length: 16\r\n\r\n" + one_text)});
    client other = silent.connect();
    CHECK(silent.ask(other).ok());
    CHECK(silent.ask(other).ok());
    CHECK(silent.server.accepted() == 2);

    http_scene kept({raw(old + "Connection: keep-alive\r\nContent-Length: 16\r\n\r\n" + one_text)});
    client third = kept.connect();
    CHECK(kept.ask(third).ok());
    CHECK(kept.ask(third).ok());
    CHECK(kept.server.accepted() == 1);
    // An end that is a reset is no end.
    check_cut(raw(old + "\r\n" + one_text, simulated_ending::reset));
}
