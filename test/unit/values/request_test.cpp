// What a request makes of what it is given: variables of every type, null pointers.
#include "../../support/caught.hpp"

#include <corogql/client_options.hpp>
#include <corogql/decode.hpp>
#include <corogql/encode.hpp>
#include <corogql/request.hpp>

#include <boost/describe.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <limits>
#include <list>
#include <map>
#include <memory>
#include <set>

using namespace corogql;
using corogql::test::caught;

namespace query {

enum class order { newest, oldest };
BOOST_DESCRIBE_ENUM(order, newest, oldest)
enum plain { one = 1, two };
BOOST_DESCRIBE_ENUM(plain, one, two)

struct filter {
    std::vector<std::string> names;
    std::optional<int> limit;
    order by = order::newest;
    std::chrono::sys_seconds since;
    bool and_ = false;
    double share = 0;
};
BOOST_DESCRIBE_STRUCT(filter, (), (names, limit, by, since, and_, share))

} // namespace query

namespace {

template <class T>
std::string sent(const T& value) {
    return json::serialize(request("{ a }").variable("x", value).variables());
}

const query::filter some{{"a"}, std::nullopt, query::order::oldest, {}, true, 0.5};

} // namespace

TEST_CASE("request: nothing is null: nullptr, nullopt, a null text, an empty pointer or optional") {
    const char* const no_text = nullptr;
    CHECK(json::serialize(request("{ a }").variable("x", nullptr).variables()) == R"({"x":null})");
    CHECK(sent(no_text) == R"({"x":null})");
    CHECK(sent(std::nullopt) == R"({"x":null})");
    CHECK(sent(std::optional<int>()) == R"({"x":null})");
    CHECK(sent(std::unique_ptr<query::filter>()) == R"({"x":null})");
    CHECK(sent(std::shared_ptr<int>()) == R"({"x":null})");
    CHECK(sent(std::monostate()) == R"({"x":null})");
    CHECK(sent(std::vector<const char*>{"a", nullptr}) == R"({"x":["a",null]})");
    CHECK(json::serialize(request("{ a }").extension("x", nullptr).extensions()) == R"({"x":null})");
}

TEST_CASE("request: a null pointer where text belongs is an error of kind usage") {
    static_assert(!std::is_constructible_v<detail::text_argument, std::nullptr_t>); // refused by the compiler
    const char* const no_text = nullptr;
    for (const auto& failure :
         {caught([&] { request{no_text}; }), caught([&] { request("{ a }").variable(no_text, 1); }),
          caught([&] { request("{ a }").extension(no_text, 1); }),
          caught([&] { request("{ a }").attach(no_text, upload::bytes("t", "f")); }),
          caught([&] { client_options{no_text}; }), caught([&] { decode_field<int>(json::object(), no_text); })}) {
        CHECK(to_string(failure.kind()) == "usage");
        CHECK(std::string_view(failure.what()).find("null pointer") != std::string_view::npos);
    }
}

TEST_CASE("request: variables of JSON's own types and of text, as ever") {
    CHECK(sent("text") == R"({"x":"text"})");
    CHECK(sent(std::string("text")) == R"({"x":"text"})");
    CHECK(sent(std::string_view("text")) == R"({"x":"text"})");
    CHECK(sent(json::string("text")) == R"({"x":"text"})");
    CHECK(sent(true) == R"({"x":true})");
    CHECK(sent(18446744073709551615u) == R"({"x":18446744073709551615})");
    CHECK(sent(-7) == R"({"x":-7})");
    CHECK(sent(json::array{1, "a"}) == R"({"x":[1,"a"]})");
    CHECK(sent(json::object{{"a", 1}}) == R"({"x":{"a":1}})");
    CHECK(json::serialize(request("{ a }").variable("x", {1, 2}).variables()) == R"({"x":[1,2]})");
}

TEST_CASE("request: variables of every type that decodes") {
    CHECK(sent(query::order::oldest) == R"({"x":"oldest"})");
    CHECK(sent(query::two) == R"({"x":"two"})"); // no number, although it could be one
    CHECK(sent(open_enum<query::order>("ODD")) == R"({"x":"ODD"})");
    CHECK(sent(std::vector{1, 2}) == R"({"x":[1,2]})");
    CHECK(sent(std::list<std::set<bool>>{{true}}) == R"({"x":[[true]]})");
    CHECK(sent(std::map<std::string, std::optional<int>>{{"a", 1}, {"b", {}}}) == R"({"x":{"a":1,"b":null}})");
    CHECK(sent(std::array{1.5, 2.5}) == R"({"x":[1.5E0,2.5E0]})");
    CHECK(sent(std::tuple(1, "a", nullptr)) == R"({"x":[1,"a",null]})");
    CHECK(sent(std::pair(1, true)) == R"({"x":[1,true]})");
    CHECK(sent(std::optional(7)) == R"({"x":7})");
    CHECK(sent(std::make_unique<std::string>("a")) == R"({"x":"a"})");
    CHECK(sent(std::variant<int, std::string>("a")) == R"({"x":"a"})");
    CHECK(sent(std::chrono::sys_days(std::chrono::year(2024) / 2 / 29)) == R"({"x":"2024-02-29T00:00:00Z"})");
    CHECK(sent(std::map<std::string_view, int>{{"a", 1}}) == R"({"x":{"a":1}})");
    CHECK(sent(std::map<query::order, int>{{query::order::newest, 1}}) == R"({"x":{"newest":1}})");
    CHECK(sent(std::map<int, bool>{{1, true}}) == R"({"x":[[1,true]]})");
    CHECK(sent(1.5f) == R"({"x":1.5E0})");
    const int numbers[] = {1, 2};
    CHECK(sent(numbers) == R"({"x":[1,2]})");
}

TEST_CASE("request: a described struct as a variable, and as all of them") {
    const std::string text = R"({"names":["a"],"limit":null,"by":"oldest","since":"1970-01-01T00:00:00Z",)"
                             R"("and":true,"share":5E-1})";
    CHECK(sent(some) == R"({"x":)" + text + "}");
    CHECK(json::serialize(request("{ a }").variable("gone", 1).variables(some).variables()) == text);
    CHECK(json::serialize(request("{ a }").variables(std::map<std::string, int>{{"a", 1}}).variables()) ==
          R"({"a":1})");
    CHECK(to_string(caught([] { request("{ a }").variables(std::vector{1}); }).kind()) == "usage");
}

TEST_CASE("request: what has no JSON is an error of kind usage that names the place") {
    constexpr double infinite = std::numeric_limits<double>::infinity();
    auto bad = some;
    bad.share = infinite;
    const auto refused = [](auto&& value) {
        const auto failure = caught([&] { request("{ a }").variable("x", value); });
        CHECK(to_string(failure.kind()) == "usage");
        return std::string(failure.what());
    };
    CHECK(refused(std::vector{bad}) == "x[0].share: is a number that JSON cannot write");
    CHECK(refused(std::optional(infinite)) == "x: is a number that JSON cannot write");
    CHECK(refused(static_cast<query::order>(7)) == "x: is none of the values of order");
    CHECK(refused(std::chrono::sys_days(std::chrono::year(10000) / 1 / 1)) ==
          "x: is a time outside of the years 0 to 9999");
}
