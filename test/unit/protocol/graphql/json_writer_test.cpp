#include "protocol/graphql/json_writer.hpp"

#include "random_json.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>

using namespace corogql;
using namespace corogql::protocol;

namespace {

std::string written_object(const json::object& value) {
    std::string text = "before ";
    REQUIRE(append_json(text, value));
    return text.substr(7);
}

std::string written(const json::value& value) { return written_object({{"v", value}}); }

} // namespace

TEST_CASE("json writer: every kind of value") {
    CHECK(written_object({}) == "{}");
    CHECK(written(nullptr) == R"({"v":null})");
    CHECK(written(true) == R"({"v":true})");
    CHECK(written(false) == R"({"v":false})");
    CHECK(written("a \"quote\"\n") == R"({"v":"a \"quote\"\n"})");
    CHECK(written(json::array()) == R"({"v":[]})");
    CHECK(written(json::array{1, json::array{"x"}, json::object{{"k", nullptr}}}) == R"({"v":[1,["x"],{"k":null}]})");
    CHECK(written_object({{"a\"b", 1}, {"", json::object()}}) == R"({"a\"b":1,"":{}})");
}

TEST_CASE("json writer: what is not UTF-8 is refused, at the border of ASCII, too") {
    for (const std::string text : {"\x80", "a\xBF", "\xC3", "plain text of sixteen bytes and more \x80", "\xFF"}) {
        std::string out;
        CHECK_FALSE(protocol::append_json_string(out, text));
    }
    std::string out;
    CHECK(protocol::append_json_string(out, "\x7F\xC2\x80\xF4\x8F\xBF\xBF"));
    CHECK(out == "\"\x7F\xC2\x80\xF4\x8F\xBF\xBF\"");
}

TEST_CASE("json writer: integers are exact") {
    CHECK(written(std::numeric_limits<std::int64_t>::min()) == R"({"v":-9223372036854775808})");
    CHECK(written(std::numeric_limits<std::uint64_t>::max()) == R"({"v":18446744073709551615})");
    CHECK(written(0) == R"({"v":0})");
}

TEST_CASE("json writer: doubles are the shortest that read the same, and are never integers") {
    CHECK(written(2.0) == R"({"v":2.0})");
    CHECK(written(-0.0) == R"({"v":-0.0})");
    CHECK(written(0.1) == R"({"v":0.1})");
    CHECK(written(1e22) == R"({"v":1e+22})");
    CHECK(written(5e-324) == R"({"v":5e-324})");
    CHECK(written(std::numeric_limits<double>::max()) == R"({"v":1.7976931348623157e+308})");
}

TEST_CASE("json writer: what is no number of JSON is refused, however deep it lies") {
    for (const double odd : {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::quiet_NaN()}) {
        std::string text;
        CHECK_FALSE(append_json(text, {{"a", 1}, {"v", odd}, {"b", 2}}));
        CHECK_FALSE(append_json(text, {{"v", {1, {{"deep", {odd, "after"}}}}}}));
    }
}

TEST_CASE("json writer: every double is read as the same, and never as an integer") {
    std::mt19937_64 random(5);
    for (unsigned i = 0; i < 20'000; ++i) {
        const auto number = std::bit_cast<double>(random());
        if (!std::isfinite(number)) continue;
        const auto text = written(number);
        const auto digits = text.substr(5, text.size() - 6);
        double read = 0;
        const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), read).ptr;
        const bool whole = end == digits.data() + digits.size();
        const bool integer = digits.find_first_of(".e") == digits.npos;
        if (!whole || integer || read != number) {
            CAPTURE(digits);
            CHECK(whole);
            CHECK_FALSE(integer);
            CHECK(read == number);
        }
    }
}

TEST_CASE("json writer: what it wrote is read as the same") {
    test::random_json random(20261127);
    unsigned read = 0;
    for (unsigned i = 0; i < 2000; ++i) {
        const auto text = random.json(5);
        if (text.find("1e400") != text.npos) continue; // read as an infinity, which is not to be written
        boost::system::error_code failed;
        const auto value = json::parse(text, failed);
        const auto* const object = value.if_object();
        if (failed || !object) continue;
        ++read;
        CHECK(json::parse(written_object(*object)) == value);
    }
    CHECK(read > 100);
}
