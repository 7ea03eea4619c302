#include "transport/http/codec.hpp"

#include <corogql/error.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <type_traits>

using namespace corogql;
using namespace corogql::transport;

namespace {

std::span<const std::byte> as_bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

/// Whole, and byte by byte.
constexpr std::size_t steps[] = {std::string::npos, 1};

template <class Parser>
std::size_t put(Parser& parser, std::string_view text, std::size_t step) {
    std::size_t taken = 0;
    while (taken < text.size() && !parser.done()) taken += parser.put(as_bytes(text.substr(taken, step)));
    return taken;
}

/// Parses `text` both ways and lets `check` look at the parser and the number of bytes it took.
template <class Parser = http_response_parser, class Check>
void parse(std::string_view text, const Check& check, http_limits limits = {}) {
    for (const auto step : steps) {
        CAPTURE(step);
        Parser parser(limits);
        CHECK_FALSE(parser.started());
        const auto taken = put(parser, text, step);
        CHECK(parser.started());
        check(parser, taken);
    }
}

/// Both ways end in an error of this kind whose message holds `words`.
template <class Parser = http_response_parser>
void refuse(std::string_view text, error_kind kind, std::string_view words, http_limits limits = {}) {
    CAPTURE(text.substr(0, 200));
    for (const auto step : steps) {
        CAPTURE(step);
        try {
            Parser parser(limits);
            put(parser, text, step);
            if constexpr (std::is_same_v<Parser, http_response_parser>) parser.put_end();
            FAIL("not refused");
        } catch (const error& failure) {
            CHECK(failure.kind() == kind);
            CHECK(failure.phase() == error_phase::receive);
            CHECK_MESSAGE(std::string_view(failure.what()).find(words) != std::string_view::npos, failure.what());
        }
    }
}

std::size_t count(const detail::header_list& fields) {
    std::size_t found = 0;
    for ([[maybe_unused]] const auto field : fields) ++found;
    return found;
}

const std::string ok = "HTTP/1.1 200 OK\r\n";

} // namespace

TEST_CASE("http response: a whole one, with what follows left alone") {
    const auto text = ok + "Content-Type:  application/json \r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 4\r\n\r\nbody";
    parse(text + "HTTP/1.1 next", [&](http_response_parser& parser, std::size_t taken) {
        CHECK(taken == text.size());
        REQUIRE(parser.done());
        const auto& message = parser.message();
        CHECK(message.status == 200);
        CHECK(message.reason == "OK");
        CHECK(message.version == 11);
        CHECK(count(message.headers) == 4);
        CHECK(message.headers.find("content-type") == "application/json");
        CHECK(message.headers.find("X-A") == "1");
        CHECK(message.body == "body");
        CHECK(message.keep_alive);
        CHECK(parser.put(as_bytes("more")) == 0);
        parser.put_end();
    });
}

TEST_CASE("http response: chunks, extensions and trailers") {
    const auto text =
        ok + "Transfer-Encoding: Chunked\r\n\r\n3;x=\"y\"\r\nabc\r\n00a\r\n0123456789\r\n0\r\nX-T: 1\r\n\r\n";
    parse(text + "?", [&](http_response_parser& parser, std::size_t taken) {
        CHECK(taken == text.size());
        REQUIRE(parser.done());
        CHECK(parser.message().body == "abc0123456789");
        CHECK(count(parser.message().headers) == 1); // trailers are not headers
        CHECK(parser.message().keep_alive);
    });
}

TEST_CASE("http response: chunks of an empty body") {
    const auto text = ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    parse(text + "?", [&](http_response_parser& parser, std::size_t taken) {
        CHECK(taken == text.size());
        CHECK(parser.done());
        CHECK(parser.message().body.empty());
    });
}

TEST_CASE("http response: a folded field, and what stands beside its limits") {
    parse(ok + "A: 1\r\n\t 2 \r\n  3\r\nB:\r\nContent-Length: 3, 3\r\n\r\nabc",
          [](http_response_parser& parser, std::size_t) {
              REQUIRE(parser.done());
              CHECK(parser.message().headers.find("A") == "1 2 3");
              CHECK(parser.message().headers.find("B") == "");
              CHECK(parser.message().body == "abc");
          });
    parse("HTTP/1.1 200\r\nA: \xe9\xff\r\nTransfer-Encoding: chunked\r\n\r\n3 ;x\r\nabc\r\n0\r\nT: 1\r\n 2\r\n\r\n",
          [](http_response_parser& parser, std::size_t) {
              REQUIRE(parser.done());
              CHECK(parser.message().reason.empty());
              CHECK(parser.message().headers.find("A") == "\xe9\xff");
              CHECK(parser.message().body == "abc");
          });
}

TEST_CASE("http response: what is not HTTP is refused before its first line ends") {
    http_response_parser parser({});
    CHECK(parser.put(as_bytes("HTT")) == 3);
    CHECK_THROWS_AS(parser.put(as_bytes("Q")), error);
    http_response_parser ssh({});
    CHECK_THROWS_AS(ssh.put(as_bytes("SSH-2.0")), error);
}

TEST_CASE("http response: statuses that have no body") {
    for (const auto* status : {"204 No Content", "304 Not Modified", "101 Switching Protocols"}) {
        const auto text = "HTTP/1.1 " + std::string(status) + "\r\nContent-Length: 5\r\n\r\n";
        parse(text + "frame", [&](http_response_parser& parser, std::size_t taken) {
            CHECK(taken == text.size());
            CHECK(parser.done());
            CHECK(parser.message().body.empty());
            CHECK_FALSE(parser.message().keep_alive); // a body that must not be there would be the next answer
        });
    }
    parse(ok + "Content-Length: 0\r\n\r\n", [](http_response_parser& parser, std::size_t) { CHECK(parser.done()); });
}

TEST_CASE("http response: a body up to the end") {
    parse(ok + "\r\nall of it", [](http_response_parser& parser, std::size_t) {
        CHECK_FALSE(parser.done());
        parser.put_end();
        REQUIRE(parser.done());
        CHECK(parser.message().body == "all of it");
        CHECK_FALSE(parser.message().keep_alive);
    });
    parse("HTTP/1.0 200 \r\n\r\n", [](http_response_parser& parser, std::size_t) {
        parser.put_end();
        REQUIRE(parser.done());
        CHECK(parser.message().version == 10);
        CHECK(parser.message().reason.empty());
        CHECK(parser.message().body.empty());
    });
}

TEST_CASE("http response: whether the connection can be used again") {
    const auto keeps = [](const std::string& head) {
        bool result = false;
        parse(head + "Content-Length: 0\r\n\r\n",
              [&](http_response_parser& parser, std::size_t) { result = parser.message().keep_alive; });
        return result;
    };
    CHECK(keeps(ok));
    CHECK_FALSE(keeps(ok + "Connection: close\r\n"));
    CHECK_FALSE(keeps(ok + "Connection: x, Close\r\n"));
    CHECK_FALSE(keeps("HTTP/1.0 200 OK\r\n"));
    CHECK(keeps("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n"));
    CHECK_FALSE(keeps("HTTP/1.0 200 OK\r\nConnection: keep-alive, close\r\n"));
    parse("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          [](http_response_parser& parser, std::size_t) { CHECK_FALSE(parser.message().keep_alive); });
}

TEST_CASE("http response: interim responses are skipped") {
    const std::string interim = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    parse("HTTP/1.1 100 Continue\r\n\r\n" + interim + ok + "Content-Length: 1\r\n\r\nx",
          [](http_response_parser& parser, std::size_t) {
              REQUIRE(parser.done());
              CHECK(parser.message().status == 200);
              CHECK(count(parser.message().headers) == 1);
              CHECK(parser.message().body == "x");
          });
    std::string many;
    for (int i = 0; i < 32; ++i) many += interim;
    parse(many + ok + "Content-Length: 0\r\n\r\n",
          [](http_response_parser& parser, std::size_t) { CHECK(parser.done()); });
    refuse(many + interim, error_kind::protocol, "more than 32 interim responses");
    refuse(interim, error_kind::protocol, "ended before the header");
}

TEST_CASE("http response: truncation says how far it came") {
    refuse(ok + "Content-Length: 10\r\n\r\nabc", error_kind::protocol, "the body ended after 3 of 10 bytes");
    refuse(ok + "Content-Length: 10\r\n\r\n", error_kind::protocol, "the body ended after 0 of 10 bytes");
    refuse(ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nabc", error_kind::protocol, "ended after 3 bytes");
    refuse(ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", error_kind::protocol, "before its last chunk");
    refuse(ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n", error_kind::protocol, "before its last chunk");
    refuse("HTTP/1.1 20", error_kind::protocol, "ended within the header");
    refuse(ok + "Content-Le", error_kind::protocol, "ended within the header");
}

TEST_CASE("http response: framing that two parties could read in two ways is refused") {
    const auto bad = [](const std::string& fields, std::string_view words) {
        refuse(ok + fields + "\r\n3\r\nabc\r\n0\r\n\r\n", error_kind::protocol, words);
    };
    bad("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "Content-Length beside Transfer-Encoding");
    bad("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "Content-Length beside Transfer-Encoding");
    bad("Content-Length: 3\r\nContent-Length: 4\r\n", "two values of Content-Length");
    bad("Content-Length: 3, 4\r\n", "two values of Content-Length");
    bad("Content-Length: -3\r\n", "bad Content-Length \"-3\"");
    bad("Content-Length: 3,\r\n", "bad Content-Length \"\"");
    bad("Content-Length:\r\n", "bad Content-Length \"\"");
    bad("Content-Length: +3\r\n", "bad Content-Length");
    bad("Content-Length: 3 3\r\n", "bad Content-Length");
    bad("Content-Length: 0x3\r\n", "bad Content-Length");
    bad("Content-Length: 99999999999999999999\r\n", "bad Content-Length");
    bad("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding is not one \"chunked\"");
    bad("Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding is not one \"chunked\"");
    bad("Transfer-Encoding: gzip\r\n", "Transfer-Encoding is not one \"chunked\"");
    parse(ok + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
          [](http_response_parser& parser, std::size_t) { CHECK(parser.message().body == "abc"); });
}

TEST_CASE("http response: malformed lines are refused") {
    const auto bad = [](const std::string& text, std::string_view words) { refuse(text, error_kind::protocol, words); };
    bad("HTTP/2 200 OK\r\n\r\n", "version");
    bad("HTTP/1.2 200 OK\r\n\r\n", "version");
    bad("garbage garbage garbage\r\n\r\n", "does not begin with a version of HTTP/1: \"g");
    bad("\x15\x03\x01", "does not begin with a version of HTTP/1: \"?");
    for (const auto* status : {"2x0 OK", "20 OK", "2000 OK", "020", "", " 200 OK"})
        bad("HTTP/1.1 " + std::string(status) + "\r\n\r\n", "bad status");
    bad("HTTP/1.1\r\n\r\n", "bad status");
    bad("HTTP/1.1 200 O\x01K\r\n\r\n", "bad reason");
    bad(ok + "no colon\r\n\r\n", "bad field name \"no colon\"");
    bad(ok + ": x\r\n\r\n", "bad field name \"\"");
    bad(ok + " folded: x\r\n\r\n", "a blank before the first field");
    bad(ok + "A: x\r\n \x01\r\n\r\n", "a control character in field \"A\"");
    bad(ok + "A: x\r\rB: y\r\n\r\n", "a control character in field \"A\"");
    bad(ok + "A: x\n\r\n", "a lone LF: \"A: x\"");
    bad(ok + "Space : x\r\n\r\n", "bad field");
    bad(ok + "A: \x01\r\n\r\n", "a control character in field \"A\"");
    bad(ok + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "bad chunk size \"xyz\"");
    bad(ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n", "a chunk is longer than it says, by \"d\"");
    bad(ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", "bad chunk size");
    bad(ok + "Transfer-Encoding: chunked\r\n\r\n\r\n", "bad chunk size \"\"");
    for (const auto* size : {" 3", "\t3", "3 ", "3\t"})
        bad(ok + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\nabc\r\n0\r\n\r\n", "bad chunk size");
    bad(ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n folded\r\n\r\n", "a blank before the first field");
    bad(ok + "Transfer-Encoding: chunked\r\n\r\n0\r\nT: 1\r\n \x01\r\n\r\n", "a control character in field \"T\"");
    bad(ok + "Transfer-Encoding: chunked\r\n\r\n-1\r\n", "bad chunk size");
    bad(ok + "Transfer-Encoding: chunked\r\n\r\n0\r\nno trailer\r\n\r\n", "bad field name");
}

TEST_CASE("http response: limits") {
    const http_limits limits{.header = 200, .body = 10};
    const auto header = [](std::size_t size, std::string head) {
        head += "Content-Length: 0\r\n";
        while (head.size() + 20 < size - 8) head += "A: 0123456789abcde\r\n";
        return head + "B: " + std::string(size - head.size() - 7, 'x') + "\r\n\r\n";
    };
    const auto head_words = "the HTTP header is larger than the limit of 200 bytes";
    REQUIRE(header(200, ok).size() == 200);
    parse(header(200, ok), [](http_response_parser& parser, std::size_t) { CHECK(parser.done()); }, limits);
    refuse(header(201, ok), error_kind::limit, head_words, limits);
    refuse(header(1000, ok), error_kind::limit, head_words, limits);
    refuse("HTTP/1.1 200 " + std::string(1000, 'x'), error_kind::limit, head_words, limits);
    refuse(ok + "A: " + std::string(1000, 'x'), error_kind::limit, head_words, limits);

    const auto body_words = "the HTTP body is larger than the limit of 10 bytes";
    const auto chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
    parse(
        ok + "Content-Length: 10\r\n\r\n0123456789",
        [](http_response_parser& parser, std::size_t) { CHECK(parser.done()); }, limits);
    refuse(ok + "Content-Length: 11\r\n\r\n", error_kind::limit, body_words, limits);
    refuse(ok + "\r\n01234567890", error_kind::limit, body_words, limits);
    refuse(chunked + "5\r\n01234\r\n6\r\n", error_kind::limit, body_words, limits);
    refuse(chunked + "1;" + std::string(1000, 'x') + "\r\n0\r\n0\r\n\r\n", error_kind::limit, head_words, limits);
    std::string trailers;
    for (int i = 0; i < 50; ++i) trailers += "T: 0123456789\r\n";
    refuse(chunked + "0\r\n" + trailers + "\r\n", error_kind::limit, head_words, limits);
}

TEST_CASE("http response: a parser is used again") {
    http_response_parser parser({});
    put(parser, ok + "A: 1\r\nContent-Length: 3\r\n\r\nabc", 7);
    REQUIRE(parser.done());
    parser.reset();
    CHECK_FALSE(parser.started());
    CHECK_FALSE(parser.done());
    CHECK_THROWS_AS(put(parser, "nonsense\r\n\r\n", 1), error);
    parser.reset();
    put(parser, "HTTP/1.0 404 Not Found\r\n\r\n", 7);
    parser.put_end();
    CHECK(parser.message().status == 404);
    CHECK(parser.message().headers.empty());
    CHECK(parser.message().body.empty());
}

TEST_CASE("http response: a large body in pieces of every size") {
    std::string body(100'000, '\0');
    for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 7);
    const auto plain = ok + "Content-Length: 100000\r\n\r\n" + body;
    auto chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
    for (std::size_t at = 0; at < body.size(); at += 1000) chunked += "3e8\r\n" + body.substr(at, 1000) + "\r\n";
    chunked += "0\r\n\r\n";
    http_response_parser parser({});
    for (const auto& text : {plain, chunked})
        for (const std::size_t step : {2u, 3u, 17u, 999u, 1009u, 4096u, 5000u, 65536u}) {
            parser.reset();
            CHECK(put(parser, text, step) == text.size());
            REQUIRE(parser.done());
            CHECK(parser.message().body == body);
        }
}

TEST_CASE("http request: with a body, then without") {
    const std::string text = "POST /graphql?x=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}";
    parse<http_request_parser>(text + "GET", [&](http_request_parser& parser, std::size_t taken) {
        CHECK(taken == text.size());
        REQUIRE(parser.done());
        auto& message = parser.message();
        CHECK(message.method == "POST");
        CHECK(message.target == "/graphql?x=1");
        CHECK(message.headers.find("host") == "h");
        CHECK(message.body == "{}");
        CHECK(message.keep_alive);
        CHECK_FALSE(message.upgrade);

        parser.reset();
        put(parser, "PURGE / HTTP/1.0\r\n\r\n", 5);
        REQUIRE(parser.done());
        CHECK(parser.message().method == "PURGE");
        CHECK(parser.message().body.empty());
        CHECK_FALSE(parser.message().keep_alive);
    });
}

TEST_CASE("http request: an upgrade") {
    const auto asks = [](const std::string& fields) {
        bool result = false;
        parse<http_request_parser>("GET / HTTP/1.1\r\n" + fields + "\r\n",
                                   [&](http_request_parser& parser, std::size_t) {
                                       CHECK(parser.done());
                                       result = parser.message().upgrade;
                                   });
        return result;
    };
    CHECK(asks("Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"));
    CHECK_FALSE(asks("Connection: Upgrade\r\nUpgrade: h2c\r\n"));
    CHECK_FALSE(asks("Upgrade: websocket\r\n"));
    CHECK_FALSE(asks("Connection: Upgrade\r\n"));
}

TEST_CASE("http request: what is refused") {
    const auto bad = [](const std::string& text, error_kind kind, std::string_view words) {
        refuse<http_request_parser>(text, kind, words, {.header = 200, .body = 10});
    };
    const std::string post = "POST / HTTP/1.1\r\n";
    bad("GET\r\n\r\n", error_kind::protocol, "bad request line \"GET\"");
    bad("G(T / HTTP/1.1\r\n\r\n", error_kind::protocol, "bad request line");
    bad("GET  HTTP/1.1\r\n\r\n", error_kind::protocol, "bad request line");
    bad("GET / HTTP/1.1 \r\n\r\n", error_kind::protocol, "bad version");
    bad("GET / HTTP/3.0\r\n\r\n", error_kind::protocol, "bad version");
    bad(post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", error_kind::protocol, "Transfer-Encoding");
    bad(post + "Transfer-Encoding: gzip\r\n\r\n", error_kind::protocol, "Transfer-Encoding is not one \"chunked\"");
    bad(post + "Content-Length: 11\r\n\r\n", error_kind::limit, "HTTP body is larger than the limit of 10");
    bad(post + "A: " + std::string(300, 'x'), error_kind::limit, "HTTP header is larger than");
}

TEST_CASE(
    "http response: the fields that a client looks at are found whatever their case; of one name the first counts") {
    const auto text = ok + "content-TYPE: a/b\r\nContent-Type: c/d\r\nX-Location: no\r\nLocation: /x\r\nALLOW: GET\r\n"
                           "Retry-After: 7\r\nRetry-After: 9\r\nContent-Encoding: gzip\r\nAllow: PUT\r\n"
                           "Content-Length: 0\r\n\r\n";
    parse(text, [&](http_response_parser& parser, std::size_t) {
        REQUIRE(parser.done());
        const auto moved = std::move(parser.message()); // the fields go along
        CHECK(moved.known.content_type == "a/b");
        CHECK(moved.known.location == "/x");
        CHECK(moved.known.allow == "GET");
        CHECK(moved.known.retry_after == "7");
        CHECK(moved.known.content_encoding == "gzip");
    });
}

TEST_CASE("http response: what a field said is forgotten with its message, and with an interim one") {
    const auto parser = std::make_unique<http_response_parser>(http_limits{});
    put(*parser, ok + "Content-Type: a/b\r\nRetry-After: 1\r\nContent-Length: 1\r\n\r\nx", std::string::npos);
    REQUIRE(parser->done());
    parser->reset();
    CHECK_FALSE(parser->message().known.content_type.has_value());
    put(*parser, "HTTP/1.1 103 Early\r\nContent-Type: c/d\r\n\r\n", std::string::npos);
    CHECK_FALSE(parser->message().known.content_type.has_value());
    put(*parser, ok + "Content-Length: 0\r\n\r\n", std::string::npos);
    REQUIRE(parser->done());
    CHECK_FALSE(parser->message().known.content_type.has_value());
    CHECK_FALSE(parser->message().known.retry_after.has_value());
}

TEST_CASE("http response: the usual status line is read as any other") {
    for (const std::string line :
         {"HTTP/1.1 200 OK", "HTTP/1.1 200 Ok", "HTTP/1.1 200", "HTTP/1.1 200 ", "HTTP/1.1 200 OK!"})
        parse(line + "\r\nContent-Length: 0\r\n\r\n", [&](http_response_parser& parser, std::size_t) {
            REQUIRE(parser.done());
            CHECK(parser.message().status == 200);
            CHECK(parser.message().reason == (line.size() > 13 ? line.substr(13) : ""));
        });
    http_limits small;
    small.header = 20; // the line counts towards the limit of the block
    refuse(ok + "A: b\r\n\r\n", error_kind::limit, "header", small);
}
