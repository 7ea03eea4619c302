#include "protocol/graphql/operation.hpp"

#include "../../../support/caught.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <cmath>
#include <random>

using namespace corogql;
using corogql::test::caught;
using protocol::to_payload;

TEST_CASE("to_payload: only what there is") {
    CHECK(to_payload(request("{ a }")) == R"({"query":"{ a }"})");
    CHECK(
        to_payload(
            request("query Q { a }").operation_name("Q").variable("x", 1).extension("y", json::object{{"z", true}})) ==
        R"({"query":"query Q { a }","operationName":"Q","variables":{"x":1},"extensions":{"y":{"z":true}}})");
    CHECK(to_payload(request("{ a }").variables({})) == R"({"query":"{ a }"})");
    CHECK(to_payload(request("{ a }").empty_variables(true)) == R"({"query":"{ a }","variables":{}})");
}

TEST_CASE("to_payload: the document reaches the server unchanged") {
    const std::string document = "# é 日本 😀 \"\\u0041\"\nquery {\n\ta(x: \"tab\\t \\\"q\\\"\")\r\n}\x7f\x01";
    CHECK(json::parse(to_payload(request(document))).at("query").as_string() == document);
}

TEST_CASE("to_payload: integers of 64 bits are exact") {
    const auto payload = to_payload(request("{ a }")
                                        .variable("max", std::numeric_limits<std::uint64_t>::max())
                                        .variable("min", std::numeric_limits<std::int64_t>::min()));
    CHECK(payload == R"({"query":"{ a }","variables":{"max":18446744073709551615,"min":-9223372036854775808}})");
}

TEST_CASE("to_payload: the last variable of a name counts") {
    CHECK(to_payload(request("{ a }").variable("x", 1).variable("x", 2)) == R"({"query":"{ a }","variables":{"x":2}})");
}

TEST_CASE("to_payload: numbers that JSON cannot hold are refused by name, however deep") {
    for (const double number : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
        const auto deep = json::value{{"list", json::array{1, number}}};
        const auto variable = caught([&] { to_payload(request("{ a }").variable("fine", 1.5).variable("odd", deep)); });
        CHECK(to_string(variable.kind()) == "usage");
        CHECK(std::string(variable.what()) == "variable `odd` holds a number that JSON cannot: NaN or an infinity");
        const auto extension = caught([&] { to_payload(request("{ a }").extension("odd", deep)); });
        CHECK(to_string(extension.kind()) == "usage");
        CHECK(std::string(extension.what()) == "extension `odd` holds a number that JSON cannot: NaN or an infinity");
    }
}

TEST_CASE("to_payload: a document of any bytes is the JSON string that Boost.JSON reads back, whatever its length") {
    std::mt19937 random(5);
    for (int round = 0; round < 5000; ++round) {
        std::string document(random() % 70, ' ');
        for (auto& c : document) c = static_cast<char>(random() % 4 == 0 ? random() % 0x60 : 'a' + random() % 26);
        CAPTURE(document);
        CHECK(json::parse(to_payload(request(document))).at("query").as_string() == document);
    }
    CHECK(to_payload(request("\x01\x1f\"\\\n\t\r\b\f/\x7f")) == R"({"query":"\u0001\u001f\"\\\n\t\r\b\f/)"
                                                                "\x7f\"}");
}

TEST_CASE("FH17: text that is not UTF-8 is refused before it is sent: which text, and which byte of it") {
    const std::string cut = "caf\xc3", latin = "caf\xe9 au lait, and a tail of text";
    json::object nested;
    nested["list"] = json::array{1, json::object{{"deep", json::string(latin)}}};
    json::object named;
    named[latin] = 1;
    const std::pair<request, std::string> cases[] = {
        {request("{ a(b: \"" + latin + "\") }"), "the document is not UTF-8, at byte 11"},
        {request(std::string("\xff\xfe{\0a\0}\0", 8)), "the document is UTF-16, and must be UTF-8"},
        {request("{ a }").operation_name(cut), "the operation's name is not UTF-8, at byte 3"},
        {request("{ a }").variable("x", latin), "variable `x` is not UTF-8, at byte 3"},
        {request("{ a }").variable("x", nested), "variable `x` is not UTF-8, at byte 3"},
        {request("{ a }").variable("x", named), "variable `x` (a member's name) is not UTF-8, at byte 3"},
        {request("{ a }").variable(latin, 1), "the name of a variable is not UTF-8, at byte 3"},
        {request("{ a }").extension("x", json::string(cut)), "extension `x` is not UTF-8, at byte 3"},
    };
    for (const auto& [operation, why] : cases) {
        CAPTURE(why);
        const auto failure = caught([&] { to_payload(operation); });
        CHECK(failure.kind() == error_kind::usage);
        CHECK(std::string(failure.what()) == why);
        CHECK(caught([&] { protocol::check_text(protocol::parts_of(operation)); }).what() == why);
    }
}

TEST_CASE("FH17: text of any script goes out as it is") {
    const std::string text = "é日本😀 \"quoted\" und noch sechzehn weitere Zeichen: ÄÖÜß \x7f é";
    CHECK(json::parse(to_payload(request(text).variable("x", text))).at("query").as_string() == text);
    protocol::check_text(protocol::parts_of(request(text).variable("x", text)));
}
