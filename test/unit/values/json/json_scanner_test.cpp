#include "values/json/scanner.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <utility>
#include <vector>

using namespace corogql::detail;

namespace {

/// Where and why a text is refused; nothing when it is JSON.
std::optional<std::string> scan_refusal(std::string_view text, unsigned max_depth = 512) {
    try {
        json_scanner scanner(text, max_depth);
        scanner.value();
        scanner.finish();
        return std::nullopt;
    } catch (const json_syntax_error& bad) {
        return bad.what();
    }
}

using members = std::vector<std::pair<std::string, std::string>>;

members scanned_members(std::string_view text) {
    members found;
    json_scanner scanner(text);
    scanner.object([&](std::string_view key, json_scanner& at) { found.emplace_back(key, at.value()); });
    scanner.finish();
    return found;
}

std::string nested(unsigned depth) { return std::string(depth, '[') + std::string(depth, ']'); }

} // namespace

TEST_CASE("json_scanner: takes what RFC 8259 allows") {
    for (const std::string_view text : {"null",
                                        "true",
                                        "false",
                                        "0",
                                        "-0",
                                        "12",
                                        "-1.5",
                                        "1e9",
                                        "1E+9",
                                        "0.0e-1",
                                        "\"\"",
                                        R"("\"\\\/\b\f\n\r\t\u00aF")",
                                        R"("\u0123\u4567\u89ab\ucdef\uABCD\uEF01")",
                                        "[]",
                                        "{}",
                                        "[1]",
                                        "[1,2]",
                                        R"({"a":{"b":[{}]}})",
                                        " \t\r\n[ 1 , { \"a\" : 2 } ]\r\n",
                                        "123456789012345678901234567890",
                                        "1e999999",
                                        R"("\ud83d\ude00")",
                                        R"("\ud83d")",
                                        R"({"":0})",
                                        "\"\x7f\""}) {
        CAPTURE(text);
        CHECK(scan_refusal(text) == std::nullopt);
    }
}

TEST_CASE("json_scanner: refuses everything else, at the byte where it goes wrong") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"", "expected a value at byte 0"},
        {"  ", "expected a value at byte 2"},
        {"\xEF\xBB\xBF{}", "expected a value at byte 0"},
        {"nul", "expected a value at byte 0"},
        {"True", "expected a value at byte 0"},
        {"+1", "expected a value at byte 0"},
        {".5", "expected a value at byte 0"},
        {"-", "expected a value at byte 1"},
        {"1.", "expected a value at byte 2"},
        {"1e", "expected a value at byte 2"},
        {"1e+", "expected a value at byte 3"},
        {"01", "unexpected text after the value at byte 1"},
        {"NaN", "expected a value at byte 0"},
        {"Infinity", "expected a value at byte 0"},
        {"'a'", "expected a value at byte 0"},
        {"1 2", "unexpected text after the value at byte 2"},
        {"{}{}", "unexpected text after the value at byte 2"},
        {"// x\n1", "expected a value at byte 0"},
        {"[", "expected a value at byte 1"},
        {"[1", "expected ',' or ']' at byte 2"},
        {"[1,]", "expected a value at byte 3"},
        {"[,1]", "expected a value at byte 1"},
        {"[1}", "expected ',' or ']' at byte 2"},
        {"{", "expected a key at byte 1"},
        {"{a:1}", "expected a key at byte 1"},
        {"{1:1}", "expected a key at byte 1"},
        {R"({"a")", "expected ':' at byte 4"},
        {R"({"a" 1})", "expected ':' at byte 5"},
        {R"({"a":})", "expected a value at byte 5"},
        {R"({"a":1,})", "expected a key at byte 7"},
        {R"({"a":1;"b":2})", "expected ',' or '}' at byte 6"},
    };
    for (const auto& [text, reason] : rows) {
        CAPTURE(text);
        CHECK(scan_refusal(text) == reason);
    }
}

TEST_CASE("json_scanner: strings end, hold no control characters and no invented escapes") {
    for (const std::string_view text :
         {R"(")", R"("a)", R"("\)", R"("\")", R"("\x")", R"("\u12")", R"("\u12g4")", R"("\u")", R"("\U0041")"}) {
        CAPTURE(text);
        CHECK(scan_refusal(text).has_value());
    }
    CHECK(scan_refusal(std::string_view("\"\\\0\"", 4)).has_value());
    CHECK(scan_refusal(std::string_view("1\0", 2)).has_value());
}

TEST_CASE("json_scanner: a string is checked alike wherever its odd byte stands") {
    // The scanner looks at eight bytes at once: every place within them, every kind of byte.
    for (std::size_t length = 1; length <= 25; ++length)
        for (std::size_t place = 0; place < length; ++place)
            for (int byte = 0; byte < 256; ++byte) {
                std::string inner(length, 'x');
                inner[place] = static_cast<char>(byte);
                const bool ends_early = byte == '"' || byte == '\\';
                CAPTURE(length);
                CAPTURE(place);
                CAPTURE(byte);
                REQUIRE(scan_refusal('"' + inner + '"').has_value() == (ends_early || byte < 0x20));
            }
}

TEST_CASE("json_scanner: nesting is limited, and so is the stack it takes") {
    CHECK_FALSE(scan_refusal(nested(512)));
    CHECK(scan_refusal(nested(513)) == "nested too deeply at byte 512");
    CHECK_FALSE(scan_refusal("[[],[],[]]", 2));
    CHECK(scan_refusal(R"({"a":{"b":{}}})", 2) == "nested too deeply at byte 10");
    CHECK(scan_refusal(std::string(1'000'000, '['))->starts_with("nested too deeply"));
}

TEST_CASE("json_scanner: a value is exactly its own text") {
    json_scanner scanner(" {\"a\": [1, 2] , \"b\":-1.50e2 } ");
    members found;
    std::vector<std::size_t> offsets;
    scanner.object([&](std::string_view key, json_scanner& at) {
        offsets.push_back(at.offset());
        found.emplace_back(key, at.value());
    });
    scanner.finish();
    CHECK(found == members{{"a", "[1, 2]"}, {"b", "-1.50e2"}});
    CHECK(offsets == std::vector<std::size_t>{7, 20});
}

TEST_CASE("json_scanner: an object within an object can be walked too") {
    std::vector<std::string> seen;
    json_scanner scanner(R"({"outer":{"inner":[1,{"x":2}]},"after":3})");
    scanner.object([&](std::string_view key, json_scanner& at) {
        seen.emplace_back(key);
        if (key != "outer") return void(at.value());
        at.object([&](std::string_view inner, json_scanner& deeper) {
            seen.emplace_back(inner);
            deeper.array([&](json_scanner& item) { seen.emplace_back(item.value()); });
        });
    });
    scanner.finish();
    CHECK(seen == std::vector<std::string>{"outer", "inner", "1", R"({"x":2})", "after"});
}

TEST_CASE("json_scanner: keys come unescaped, each of the members of one name is shown") {
    CHECK(scanned_members(R"({"d\u0061ta":1,"data":2,"\n":3,"\ud83d\ude00":4})") ==
          members{{"data", "1"}, {"data", "2"}, {"\n", "3"}, {"\xF0\x9F\x98\x80", "4"}});
    CHECK(scanned_members(R"({"\ud83ddata":1})") == members{{R"(\ud83ddata)", "1"}}); // no text can hold it
}

TEST_CASE("json_scanner: asked for an object or a list, it takes nothing else") {
    CHECK_THROWS_WITH_AS(scanned_members("[]"), "expected an object at byte 0", json_syntax_error);
    CHECK_THROWS_WITH_AS(scanned_members(""), "expected an object at byte 0", json_syntax_error);
    json_scanner scanner("{}");
    CHECK_THROWS_WITH_AS(scanner.array([](json_scanner&) {}), "expected a list at byte 0", json_syntax_error);
}

TEST_CASE("unescape: undoes what a JSON string may hold") {
    CHECK(unescape(R"("plain")") == "plain");
    CHECK(unescape(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
    CHECK(unescape(R"("\u00e9\ud83d\ude00")") == "é😀");
    CHECK(unescape(R"("\ud83d")") == R"(\ud83d)");
}
