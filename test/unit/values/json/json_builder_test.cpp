#include "random_json.hpp"

#include "../../../support/same_json.hpp"
#include "values/json/builder.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdio>
#include <limits>
#include <random>

using namespace corogql::detail;
using corogql::test::random_json;
using corogql::test::same_but_doubles;
namespace json = boost::json;

namespace {

json::value value_of(std::string_view text) {
    std::string problem;
    auto value = parse_json(text, problem);
    CAPTURE(text);
    REQUIRE(problem == "");
    REQUIRE(value.has_value());
    return std::move(*value);
}

std::string problem_of(std::string_view text, unsigned max_depth = 512) {
    std::string problem;
    CAPTURE(text);
    CHECK_FALSE(parse_json(text, problem, max_depth).has_value());
    return problem;
}

} // namespace

TEST_CASE("json_builder: every kind of value, with white space anywhere") {
    CHECK(value_of(" null ").is_null());
    CHECK(value_of("true").as_bool());
    CHECK_FALSE(value_of("false").as_bool());
    CHECK(value_of(R"("")").as_string().empty());
    CHECK(value_of("[]").as_array().empty());
    CHECK(value_of("{}").as_object().empty());
    const json::object wanted{{"a", {1, json::array{}, json::object{}, nullptr}}, {"b", {{"c", {{"d", "e"}}}}}};
    CHECK(value_of("\t{ \"a\" : [ 1 ,[ ],{ }, null ] ,\r\n\"b\":{\"c\":{\"d\":\"e\"}}}").as_object() == wanted);
}

TEST_CASE("json_builder: integers of 64 bits are themselves, whatever else is the nearest double") {
    CHECK(value_of("0").as_int64() == 0);
    CHECK(value_of("-0").as_int64() == 0);
    CHECK(value_of("-17").as_int64() == -17);
    CHECK(value_of("9223372036854775807").as_int64() == std::numeric_limits<std::int64_t>::max());
    CHECK(value_of("-9223372036854775808").as_int64() == std::numeric_limits<std::int64_t>::min());
    CHECK(value_of("9223372036854775808").as_uint64() == 9223372036854775808u);
    CHECK(value_of("18446744073709551615").as_uint64() == 18446744073709551615u);
    CHECK(value_of("18446744073709551616").as_double() == 18446744073709551616.0);
    CHECK(value_of("-9223372036854775809").as_double() == -9223372036854775808.0);
    CHECK(value_of("1.0").as_double() == 1.0);
    CHECK(value_of("-12.5E-3").as_double() == -0.0125);
    CHECK(value_of("1e+2").as_double() == 100.0);
    CHECK(std::signbit(value_of("-0.0").as_double()));
    CHECK(value_of("2.2250738585072011e-308").as_double() == 2.2250738585072011e-308); // Boost's parser: ...14
    CHECK(value_of("4.9e-324").as_double() == std::numeric_limits<double>::denorm_min());
    CHECK(value_of("1e-400").as_double() == 0.0);
    CHECK(value_of("1e400").as_double() == std::numeric_limits<double>::infinity());
    CHECK(value_of("-1e400").as_double() == -std::numeric_limits<double>::infinity());
    CHECK(value_of("1e99999999999").as_double() == std::numeric_limits<double>::infinity());
    CHECK(value_of("-1E99999999999").as_double() == -std::numeric_limits<double>::infinity());
    CHECK(value_of("-1E-99999999999").as_double() == 0.0);
    CHECK(value_of("0e99999999999").as_double() == 0.0);
}

TEST_CASE("json_builder: escapes are undone, in keys as well; a lone surrogate is no text") {
    CHECK(value_of(R"("a\"\\\/\b\f\n\r\t\u00e9\u20ac\ud83d\ude00z")").as_string() == "a\"\\/\b\f\n\r\t\u00e9\u20ac😀z");
    CHECK(value_of(R"("\u0000")").as_string() == std::string_view("\0", 1));
    CHECK(value_of(R"({"\u0061\n":{"b":"\t"},"c":1})").as_object() == json::object{{"a\n", {{"b", "\t"}}}, {"c", 1}});
    const std::string lone = "a string that is no Unicode text (a surrogate stands alone) before byte ";
    for (const auto* text : {R"("\ud83d")", R"("\ude00")", R"("\ud83d\ud83d")", R"("\ud83dx")", R"("\ud83d\n")"})
        CHECK(problem_of(text) == lone + std::to_string(std::string_view(text).size()));
    CHECK(problem_of(R"(["fine",{"a":"\ud83d"},"fine too"])") == lone + "21");
    CHECK(problem_of(R"({"\ud83d":1,"\\ud83d":2})") == lone + "10"); // two keys, which must not become one
}

TEST_CASE("json_builder: of members of one name the last counts") {
    CHECK(value_of(R"({"a":1,"b":2,"a":[3]})").as_object() == json::object{{"a", {3}}, {"b", 2}});
}

TEST_CASE("json_builder: bad texts are refused where they go wrong, as the scanner does") {
    CHECK(problem_of("") == "expected a value at byte 0");
    CHECK(problem_of("[1,]") == "expected a value at byte 3");
    CHECK(problem_of(R"({"a":tru})") == "expected a value at byte 5");
    CHECK(problem_of(R"({"a":01})") == "expected ',' or '}' at byte 6");
    CHECK(problem_of(R"({"a":"b)") == "a string does not end at byte 7");
    CHECK(problem_of("1 2") == "unexpected text after the value at byte 2");
    CHECK(problem_of("[[[]]]", 2) == "nested too deeply at byte 2");
    CHECK(problem_of("\"\xff\"") == "no UTF-8 at byte 1");
    CHECK(problem_of(std::string(1'000'000, '[')).starts_with("nested too deeply"));
}

TEST_CASE("json_builder: agrees with Boost.JSON on 60,000 random texts") {
    random_json random(20261127);
    unsigned values = 0, refused = 0;
    for (int i = 0; i < 60'000; ++i) {
        auto text = i % 4 == 0 ? random.tokens() : random.json(6);
        if (i % 4 >= 2) text = random.damaged(std::move(text));
        CAPTURE(text);
        boost::system::error_code failed;
        const auto theirs = json::parse(text, failed);
        std::string problem;
        const auto ours = parse_json(text, problem);
        if (failed == json::error::exponent_overflow) continue; // ours are infinities and zeros then
        REQUIRE(ours.has_value() == !failed);
        REQUIRE(ours.has_value() == problem.empty());
        ++(failed ? refused : values);
        if (ours) REQUIRE(same_but_doubles(*ours, theirs));
    }
    CHECK(values > 10'000);
    CHECK(refused > 10'000);
}

TEST_CASE("json_builder: doubles are read to the last bit") {
    std::mt19937_64 random(17);
    for (int i = 0; i < 20'000; ++i) {
        const auto number = std::bit_cast<double>(random());
        if (!std::isfinite(number)) continue;
        char text[40];
        std::snprintf(text, sizeof text, "%.17g", number);
        REQUIRE(value_of(text).to_number<double>() == number);
    }
}
