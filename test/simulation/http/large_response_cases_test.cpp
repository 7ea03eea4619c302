// Answers that are decoded and checked while they come. cases.md lists all cases.
#include "compressed_responses.hpp"
#include "http_support.hpp"

using namespace corogql;
using namespace corogql::test;

namespace {

constexpr std::size_t mebibyte = 1024 * 1024;

/// A mebibyte takes 640 ms, and it is looked at from a quarter of that on.
simulated_reply slowly(simulated_reply whole) {
    whole.piece = 16 * 1024;
    whole.pause = 10ms;
    return whole;
}

std::string padded(std::string begin, std::size_t size = mebibyte) {
    begin.resize(size, ' ');
    return begin;
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string all;
    for (; times > 0; --times) all += text;
    return all;
}

std::string large_list(std::size_t items) {
    std::string text = "{\"data\":{\"list\":[0";
    for (std::size_t i = 1; i < items; ++i) text += ",{\"name\":\"größe\",\"n\":" + std::to_string(i) + "}";
    return text + "]}}";
}

/// The answer is refused before `until`, its connection is closed, and nothing is repeated.
error check_refused_early(const simulated_reply& bad, std::chrono::nanoseconds until,
                          std::size_t max_size = 16 * mebibyte) {
    http_scene on({slowly(bad), good()});
    client api = on.connect(on.options().max_message_size(max_size));
    const auto seen = on.refused(api);
    CHECK(on.world.now() < until);
    check_http(seen, seen.kind(), 200);
    CHECK(has_field(seen.headers(), "Content-Type", bad.content_type));
    CHECK(seen.possibly_executed());
    CHECK(seen.attempts() == 1);
    on.world.run_for(10ms);
    CHECK(on.goodbyes.size() == 1);
    CHECK(on.ask(api).ok());
    CHECK(on.requests.size() == 2);
    CHECK(on.server.accepted() == 2);
    return seen;
}

} // namespace

TEST_CASE("H60: a large answer that is no GraphQL response is refused where that shows, as a small one is at its end") {
    const std::string deep(513, '[');
    for (const std::string& begin : {std::string(R"({"data":{"a":1])"), R"({"data":)" + deep, std::string("[1]"),
                                     std::string("{\"data\":\"\xff----\"}"), std::string(R"({"data":{"a":1}} {)"),
                                     std::string("\xEF\xBB\xBF{'data':1}")}) {
        CAPTURE(begin);
        const auto seen = check_refused_early(reply(200, json_type, padded(begin)), 200ms);
        http_scene small({reply(200, json_type, padded(begin, 20'000))});
        const auto late = small.refused();
        check_http(late, seen.kind(), 200);
        CHECK(std::string_view(seen.what()) == late.what());
        CHECK(seen.body_excerpt() == late.body_excerpt());
        CHECK(seen.possibly_executed() == late.possibly_executed());
    }
    const auto seen = check_refused_early(reply(200, "application/json; charset=latin1", padded("{}")), 200ms);
    CHECK(says(seen, "the answer is not UTF-8 (application/json; charset=latin1)"));

    auto list = large_list(50'000);
    REQUIRE(list.size() > mebibyte);
    list[600'000] = '\n'; // in a string, or in the place of a comma
    check_refused_early(reply(200, graphql_type, list), 400ms);
}

TEST_CASE("H60: a large answer is the same in pieces, however it is framed, and its connection is used again") {
    const auto list = large_list(50'000);
    const auto head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    std::string chunks;
    for (std::size_t at = 0; at < list.size(); at += 0x8001)
        chunks += (at + 0x8001 < list.size() ? "8001\r\n" : "") + list.substr(at, 0x8001) + "\r\n";
    const auto rest = list.size() % 0x8001;
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", rest);
    chunks.insert(chunks.size() - rest - 2, size);
    http_scene on({slowly(reply(200, json_type, list)), slowly(reply(200, json_type, "\xEF\xBB\xBF" + list)),
                   slowly(raw(std::string(head) + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n")),
                   slowly(raw(std::string(head) + "\r\n" + list, simulated_ending::drop))});
    client api = on.connect();
    for (int i = 0; i < 4; ++i) {
        const auto answer = on.ask(api);
        CHECK(answer.text() == list);
        CHECK(answer.data_text() == std::string_view(list).substr(8, list.size() - 9));
        CHECK(answer.data().at("list").as_array().size() == 50'000);
    }
    CHECK(on.server.accepted() == 1);

    http_scene null({slowly(reply(200, json_type, padded("{\"data\":null}")))});
    CHECK(says(null.refused(), "its data is null and it has no errors"));
    CHECK(null.ask(null.options().http(http_options().lenient(true))).data_text() == "null");
}

TEST_CASE("H60: the body of a failure, and one that is no JSON, come whole, whatever is in them") {
    const auto body = padded("{ no JSON");
    http_scene on({slowly(reply(500, json_type, body)), slowly(reply(200, "text/html", body)), good()});
    client api = on.connect(on.once());
    const auto failure = on.refused(api);
    check_http(failure, error_kind::http, 500);
    CHECK(failure.body_excerpt().starts_with("{ no JSON"));
    CHECK(on.world.now() > 640ms);
    check_http(on.refused(api), error_kind::http, 200);
    CHECK(on.ask(api).ok());
    CHECK(on.server.accepted() == 1);
}

TEST_CASE(
    "H60: a coded answer is decoded while it comes: a bomb stops at the limit, and so does what is not its coding") {
    const headers gzip{{"Content-Encoding", "gzip"}};
    const auto bomb = repeated(long_gzip_response, 18'000); // as members: a mebibyte that would become 90
    const auto too_large = check_refused_early(reply(200, json_type, bomb, gzip), 30ms, 1'200'000);
    CHECK(to_string(too_large.kind()) == "limit");
    CHECK(says(too_large, "larger than 1200000 bytes (option max_message_size)"));

    // JSON behind the coding is looked at, too.
    CHECK(says(check_refused_early(reply(200, json_type, bomb, gzip), 30ms), "after the value at byte 5017"));
    CHECK(says(check_refused_early(reply(200, json_type, padded("{}"), gzip), 30ms), "not the gzip data"));
    CHECK(says(check_refused_early(reply(200, json_type, bomb, {{"Content-Encoding", "zstd"}}), 30ms),
               "\"zstd\", which was not asked for"));

    // A failure's body as well, as it is to be shown; its status is what counts.
    http_scene on({slowly(reply(500, json_type, bomb, gzip)), good()});
    const auto seen = on.refused(on.once().max_message_size(1'200'000));
    check_http(seen, error_kind::http, 500);
    CHECK(seen.body_excerpt().empty());
    CHECK(on.world.now() < 30ms);
}

TEST_CASE("H60: a large coded answer is the same in pieces") {
    // Stored blocks need no compressor.
    const auto list = large_list(5'000);
    std::string zlib = "\x78\x01";
    std::uint32_t a = 1, b = 0;
    for (const char c : list) a = (a + static_cast<unsigned char>(c)) % 65521, b = (b + a) % 65521;
    for (std::size_t at = 0; at < list.size(); at += 10'000) {
        const auto block = list.substr(at, 10'000);
        const auto size = static_cast<unsigned>(block.size());
        zlib += at + 10'000 < list.size() ? '\0' : '\1';
        for (const unsigned value : {size, size >> 8, ~size, ~size >> 8}) zlib += static_cast<char>(value);
        zlib += block;
    }
    for (const unsigned value : {b >> 8, b, a >> 8, a}) zlib += static_cast<char>(value);
    auto coded = slowly(reply(200, json_type, zlib, {{"Content-Encoding", "deflate"}}));
    coded.piece = 999;
    http_scene on({coded});
    client api = on.connect();
    CHECK(on.ask(api).text() == list);
    CHECK(on.ask(api).data().at("list").as_array().size() == 5'000);
    CHECK(on.server.accepted() == 1);
}

TEST_CASE("H60: an answer that is refused while its request is still being sent ends that, too") {
    http_scene on({good()});
    int heads = 0;
    on.server.on_request_head([&](auto link, const auto&) {
        if (++heads > 1) return;
        link.stop_reading();
        link.send_bytes("HTTP/1.1 200 early\r\nContent-Type: application/json\r\nContent-Length: 1048576\r\n\r\n" +
                        padded("{\"data\":nil", 300'000));
    });
    client api = on.connect();
    const auto seen = on.refused(
        api, request("mutation($text: String!) { a(text: $text) }").variable("text", std::string(2'000'000, 'x')));
    check_http(seen, error_kind::protocol, 200);
    CHECK(says(seen, "expected a value at byte 8"));
    CHECK(seen.possibly_executed());
    CHECK(on.world.now() < 1s);
    CHECK(on.requests.empty());
    CHECK(on.ask(api).ok());
    CHECK(on.server.accepted() == 2);
}
