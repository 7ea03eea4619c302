#include "protocol/http/multipart/parser.hpp"

#include "../../../../support/caught.hpp"

#include <doctest/doctest.h>

#include <random>
#include <vector>

using namespace corogql;
using namespace corogql::protocol;
using corogql::test::caught;

namespace {

struct seen_part {
    std::string content_type, body;
    bool operator==(const seen_part&) const = default;
};

class part_collector {
public:
    explicit part_collector(std::string_view boundary = "-", std::size_t limit = 1'000'000) : parser(boundary, limit) {}

    /// How many parts there are now.
    std::size_t put(std::string_view piece) {
        const std::string memory(piece); // of its own, so that a view that outlives it shows
        parser.put(memory);
        while (const auto part = parser.next())
            parts.push_back({std::string(part->content_type), std::string(part->body)});
        return parts.size();
    }

    multipart_parser parser;
    std::vector<seen_part> parts;
};

std::vector<seen_part> parts_of(std::string_view text, std::string_view boundary = "-") {
    part_collector whole(boundary);
    whole.put(text);
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        part_collector halves(boundary);
        halves.put(text.substr(0, cut));
        halves.put(text.substr(cut));
        CHECK(halves.parts == whole.parts);
        CHECK(halves.parser.ended() == whole.parser.ended());
    }
    return whole.parts;
}

std::string multipart_refusal(std::string_view text, std::size_t limit = 100) {
    std::string problem;
    for (const std::size_t piece : {text.size(), std::size_t(1)}) {
        part_collector collector("-", limit);
        const auto failure = caught([&] {
            for (std::size_t at = 0; at < text.size(); at += piece) collector.put(text.substr(at, piece));
        });
        CHECK(failure.possibly_executed());
        CHECK((problem.empty() || problem == failure.what()));
        problem = failure.what();
        CHECK(to_string(failure.kind()) == (problem.find("max_message_size") != problem.npos ? "limit" : "protocol"));
    }
    return problem;
}

const std::vector<seen_part> one_part{{"application/json", R"({"a":1})"}};
const std::vector<seen_part> two_parts{{"application/json", R"({"a":1})"}, {"application/json", R"({"b":2})"}};

} // namespace

TEST_CASE("multipart: parts between boundaries (M1, M2)") {
    constexpr std::string_view body = "Content-Type: application/json\r\n\r\n{\"a\":1}\r\n";
    for (const std::string boundary :
         {"-", "graphql", "(.*)+[a]$", "a b", "0123456789012345678901234567890123456789"}) {
        CAPTURE(boundary);
        const auto line = "--" + boundary;
        auto text = line + "\r\n" + std::string(body) + line +
                    "\r\nContent-Type: application/json\r\n\r\n{\"b\":2}\r\n" + line + "--\r\n";
        CHECK(parts_of(text, boundary) == two_parts);
        CHECK(parts_of("\r\n" + text, boundary) == two_parts);
        CHECK(parts_of("Not for\r\nyou --" + boundary + "\r\n" + text + "nor this\r\n" + line + "\r\n\r\n{}\r\n" + line,
                       boundary) == two_parts);
        text.resize(text.size() - 4);
        CHECK(parts_of(text, boundary) == two_parts);
    }
}

TEST_CASE("multipart: bytes like a boundary are not one") {
    const std::string body = "{\r\n-\r\n--\r\n--graphq\r\n --graphql\r\n-graphql--graphql--\n--grap}";
    CHECK(parts_of("--graphql\r\nContent-Type: x\r\n\r\n" + body + "\r\n--graphql--", "graphql") ==
          std::vector<seen_part>{{"x", body}});
}

TEST_CASE("multipart: header fields in any case and number, lines that end with LF, padding, parts without a byte") {
    CHECK(parts_of("---\nX: y\ncontent-TYPE:application/json\nz:\n\n{\"a\":1}\n-----\n") == one_part);
    CHECK(parts_of("--- \t\r\nContent-Type: \t application/json \r\n\r\n{\"a\":1}\r\n-----\t") == one_part);
    CHECK(parts_of("---\r\n\r\n\r\n---\r\n\r\n---\r\nContent-Length: 0\r\n\r\n\r\n-----") == std::vector<seen_part>());
    CHECK(parts_of("---\r\nContent-Type: application/json\r\n\r\n \n{\"a\":1} \r\n\t\r\n-----") == one_part);
}

TEST_CASE("multipart: no part is late by one, whenever a server sends its boundaries") {
    part_collector behind("graphql"); // Apollo Router: without the line's end
    CHECK(behind.put("\r\n--graphql\r\ncontent-type: application/json\r\n\r\n{}\r\n--graphql") == 1);
    CHECK(behind.put("\r\ncontent-type: application/json\r\n\r\n{\"payload\":{}}\r\n--graphql") == 2);
    CHECK(!behind.parser.ended());
    CHECK(behind.put("--\r\n") == 2);
    CHECK(behind.parser.ended());

    part_collector apart; // GraphQL Yoga
    CHECK(apart.put("---") == 0);
    for (const std::string_view piece :
         {"\r\n", "Content-Type: application/json; charset=utf-8", "\r\n", "Content-Length: 7", "\r\n", "\r\n"})
        CHECK(apart.put(piece) == 0);
    CHECK(apart.put("{\"a\":1}") == 1);
    CHECK(apart.put("\r\n") == 1);
    CHECK(apart.put("---") == 1);
    CHECK(apart.put("--\r\n") == 1);
    CHECK(apart.parser.ended());

    part_collector before("graphql"); // Strawberry: boundary and part, no length
    CHECK(before.put("\r\n--graphql\r\nContent-Type: application/json\r\n\r\n{}\n") == 1);
    CHECK(before.put("\r\n--graphql\r\nContent-Type: application/json\r\n\r\n{\"payload\":{\"a\":\"}\\\"}\"}}\n") == 2);
    CHECK(before.put("\r\n--graphql--\r\n") == 2);
    CHECK(before.parts[1].body == R"({"payload":{"a":"}\"}"}})");
    CHECK(before.parser.ended());
}

TEST_CASE("multipart: an answer that is cut off has not ended (M6)") {
    const std::string text = "---\r\n\r\n{\"a\":1}\r\n-----";
    for (std::size_t size = 0; size < text.size(); ++size) {
        part_collector collector;
        collector.put(std::string_view(text).substr(0, size));
        CHECK(!collector.parser.ended());
        CHECK(collector.parts.size() == (size >= 14 ? 1 : 0));
    }
    part_collector open;
    CHECK(open.put("---\r\n\r\n{\"a\":") == 0);
    CHECK(open.put("---") == 0);
}

TEST_CASE("multipart: what is no multipart text is refused") {
    CHECK(multipart_refusal("---\r\nno field\r\n\r\n{}") ==
          "the multipart answer has a part with a header line that is no field");
    CHECK(multipart_refusal("---x\r\n\r\n{}") == "the multipart answer has text behind a boundary");
    CHECK(multipart_refusal("---\r\n\r\n{}\r\n----\r\n") == "the multipart answer has text behind a boundary");
    CHECK(multipart_refusal("---\r\nContent-Length: 2\r\n\r\n{}x\r\n---") ==
          "the multipart answer has text behind the end of a part");
    CHECK(multipart_refusal("---\r\nContent-Length: 2\r\n\r\n{}---\r\n") ==
          "the multipart answer has text behind the end of a part");
    for (const std::string_view length : {"", "-1", "1x", "0x2", "+2"})
        CHECK(multipart_refusal("---\r\nContent-Length: " + std::string(length) + "\r\n\r\n{}\r\n---") ==
              "the multipart answer has a part with an impossible Content-Length");
    CHECK(multipart_refusal("---\r\nX: " + std::string(20'000, 'x')) ==
          "the multipart answer has a part whose header is larger than 16384 bytes");
    CHECK(multipart_refusal("---" + std::string(20'000, ' ')) ==
          "the multipart answer has too much space behind a boundary");
}

TEST_CASE("multipart: the limit is on a part's body") {
    const auto with_size = [](std::size_t size) { return '"' + std::string(size - 2, 'x') + '"'; };
    CHECK(parts_of("---\r\n\r\n" + with_size(100) + "\r\n-----").size() == 1);
    part_collector exact("-", 100);
    CHECK(exact.put("preamble" + std::string(1000, ' ') + "\r\n---\r\n\r\n" + with_size(100) + "\r\n---") == 1);
    CHECK(exact.put("\r\nContent-Length: 100\r\n\r\n" + with_size(100)) == 2);
    const auto refused = "a part is larger than 100 bytes (option max_message_size)";
    CHECK(multipart_refusal("---\r\n\r\n" + with_size(101) + "\r\n---") == refused);
    CHECK(multipart_refusal("---\r\n\r\n" + std::string(200, '{')) == refused);
    CHECK(multipart_refusal("---\r\n\r\n{" + with_size(99) + "}") == refused);
    CHECK(multipart_refusal("---\r\nContent-Length: 101\r\n\r\n") == refused);
    CHECK(multipart_refusal("---\r\nContent-Length: 99999999999999999999999\r\n\r\n") == refused);
}

TEST_CASE("multipart: what lies whole in a piece is not copied") {
    const std::string piece = "---\r\nContent-Type: x\r\n\r\n{}\r\n---";
    multipart_parser parser("-", 1000);
    parser.put(piece);
    const auto part = parser.next();
    REQUIRE(part);
    CHECK(part->body.data() == piece.data() + 24);
    CHECK(part->content_type.data() == piece.data() + 19);
    CHECK(!parser.next());
    CHECK(!parser.next());
}

TEST_CASE("multipart: 10,000 random answers are read alike whole and in pieces") {
    std::mt19937 random(4711);
    const auto below = [&](std::size_t count) { return random() % count; };
    constexpr std::string_view bodies[] = {
        "{}",       R"({"payload":{"data":{"a":"é}{\"\\"}}})", "{\n  \"a\": [1, {\"b\": \"--x\"}]\n}", "[1]", "",
        "x\r\n--y", "{\"data\":\"\r\n-\r\n--\r\n--x\"}"};
    for (int i = 0; i < 10'000; ++i) {
        const std::string boundary = below(2) ? "-" : "xyz";
        const std::string newline = below(4) ? "\r\n" : "\n";
        std::string text = below(3) ? "" : "preamble --" + boundary + newline;
        std::vector<seen_part> expected;
        for (auto left = below(6); left > 0; --left) {
            const auto body = bodies[below(std::size(bodies))];
            text += "--" + boundary + newline;
            const bool typed = below(2);
            if (typed) text += "Content-Type: application/json" + newline;
            if (below(2)) text += "Content-Length: " + std::to_string(body.size()) + newline;
            (((text += newline) += body) += below(6) || !body.starts_with('{') ? "" : "\n \n") += newline;
            if (!body.empty()) expected.push_back({typed ? "application/json" : "", std::string(body)});
        }
        const bool closed = below(4);
        text += "--" + boundary + (closed ? "--" + newline + "epilogue" : "");
        CAPTURE(text);
        part_collector whole(boundary), cut(boundary);
        whole.put(text);
        REQUIRE(whole.parts == expected);
        REQUIRE(whole.parser.ended() == closed);
        for (std::size_t at = 0; at < text.size();) {
            const auto size = 1 + below(20);
            cut.put(std::string_view(text).substr(at, size));
            at += size;
        }
        REQUIRE(cut.parts == expected);
        REQUIRE(cut.parser.ended() == closed);
    }
}
