/// What is decoded from text is what is decoded from a value, and what does not fit is told in the same words.
#include "../../../support/caught.hpp"
#include "protocol/graphql/execution_result.hpp"

#include <corogql/decode.hpp>
#include <corogql/response.hpp>

#include <boost/describe.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <list>
#include <map>
#include <variant>

using namespace corogql;
using corogql::test::caught;

namespace text_decoder_test {

BOOST_DEFINE_ENUM_CLASS(colour, RED, GREEN)

struct leaf {
    int id = 0;
    std::optional<std::string> name;
};
BOOST_DESCRIBE_STRUCT(leaf, (), (id, name))

struct tree : leaf {
    std::vector<double> numbers;
    std::optional<colour> paint;
    open_enum<colour> any;
    std::optional<std::chrono::sys_time<std::chrono::milliseconds>> at;
    std::unique_ptr<tree> next;
    std::optional<std::optional<int>> three;
    std::shared_ptr<const leaf> shared;
    std::list<bool> flags;
    std::uint8_t small = 0;
    std::optional<std::uint64_t> large;
    std::optional<std::int64_t> low;
    float real = 0;
};
BOOST_DESCRIBE_STRUCT(tree, (leaf), (numbers, paint, any, at, next, three, shared, flags, small, large, low, real))

struct with_union {
    std::variant<int, std::string> either;
};
BOOST_DESCRIBE_STRUCT(with_union, (), (either))

/// Its GraphQL names are texts of their own.
struct camel {
    int first_value_of_the_whole_item = 0;
    std::optional<int> second_value_of_the_whole_item;
};
BOOST_DESCRIBE_STRUCT(camel, (), (first_value_of_the_whole_item, second_value_of_the_whole_item))
std::string graphql_name(const camel*, std::string_view member) {
    std::string name;
    for (std::size_t i = 0; i < member.size(); ++i)
        name += member[i] == '_' ? static_cast<char>(member[++i] - 'a' + 'A') : member[i];
    return name;
}

} // namespace text_decoder_test

using namespace text_decoder_test;

static_assert(detail::text_readable<tree>);
static_assert(detail::text_readable<std::vector<std::optional<tree>>>);
static_assert(!detail::text_readable<with_union>);
static_assert(!detail::text_readable<std::map<std::string, int>>);

namespace {

constexpr const char* whole = R"({"id":1,"name":"n\u00e9\"","numbers":[1,2.5,-3e2],"paint":"RED","any":"BLUE",)"
                              R"("at":"2024-01-31T00:00:00.250Z","next":{"id":2,"numbers":[],"any":"RED","flags":[],)"
                              R"("small":3.0,"real":1},"three":null,"shared":{"id":7},"flags":[true,false],)"
                              R"("small":255,"large":18446744073709551615,"low":-9223372036854775808,"real":1.5,)"
                              R"("unknown":{"a":["\ud800",{}]}})";

response answer(const std::string& data) { return protocol::read_result(R"({"data":)" + data + '}', 512); }

/// What is wrong with data, when it is decoded so.
template <class T>
std::string from_text(const std::string& data) {
    const auto all = answer(data);
    return caught([&] { all.data_as<T>(); }).what();
}
template <class T>
std::string from_value(const std::string& data) {
    const auto value = json::parse(data);
    return caught([&] { decode<T>(value, "data"); }).what();
}

} // namespace

TEST_CASE("text decoder: all kinds of members") {
    const auto made = answer(whole).data_as<tree>();
    CHECK(made.id == 1);
    CHECK(*made.name == "n\u00e9\"");
    CHECK(made.numbers == std::vector<double>{1, 2.5, -300});
    CHECK(*made.paint == colour::RED);
    CHECK(made.any.text() == "BLUE");
    CHECK(made.at->time_since_epoch().count() == 1706659200250);
    CHECK(made.next->id == 2);
    CHECK(made.next->small == 3);
    CHECK(!made.next->three);
    CHECK((made.three && !*made.three));
    CHECK(made.shared->id == 7);
    CHECK(made.flags == std::list<bool>{true, false});
    CHECK(made.small == 255);
    CHECK(*made.large == UINT64_MAX);
    CHECK(*made.low == INT64_MIN);
    CHECK(made.real == 1.5f);
    CHECK(answer(R"({"one":{"id":3}})").data_as<leaf>("one").id == 3);
    CHECK(!answer("{}").data_as<std::optional<leaf>>("one"));
    for (int i = 0; i < 2; ++i)
        CHECK(answer(R"({"firstValueOfTheWholeItem":3})").data_as<camel>().first_value_of_the_whole_item == 3);
    const std::string zeros(400, '0');
    for (const auto& [text, real] :
         {std::pair<std::string, double>("1e-400", 0), {"0." + zeros + "1", 0}, {"1" + zeros + "e-400", 1}}) {
        CHECK(answer(text).data_as<double>() == real);
        CHECK(answer(text).data_as<int>() == real);
    }
    CHECK(
        from_text<double>("1" + zeros + "e-1").starts_with("data: expected a number that is not so large, found 1000"));
    CHECK(std::string(caught([] { answer("{}").data_as<leaf>("one"); }).what()) == "data.one: is missing");
    CHECK(std::string(caught([] { answer(R"({"one":{"id":""}})").data_as<leaf>("one"); }).what()) ==
          R"(data.one.id: expected an integer, found "")");
}

TEST_CASE("text decoder: what does not fit is told in the same words as of a value") {
    const auto fine = json::parse(R"({"id":1,"numbers":[],"any":"RED","flags":[],"small":1,"real":1})").as_object();
    const std::pair<const char*, const char*> faults[] = {{"id", "1.5"},
                                                          {"id", "2147483648"},
                                                          {"id", "-2147483649"},
                                                          {"id", "1e300"},
                                                          {"id", "\"1\""},
                                                          {"id", "null"},
                                                          {"id", "[]"},
                                                          {"name", "7"},
                                                          {"name", "{}"},
                                                          {"numbers", "{}"},
                                                          {"numbers", "[1,\"x\"]"},
                                                          {"numbers", "[1,null]"},
                                                          {"paint", "\"BLUE\""},
                                                          {"paint", "7"},
                                                          {"any", "7"},
                                                          {"any", "null"},
                                                          {"at", "\"soon\""},
                                                          {"at", "7"},
                                                          {"next", "[]"},
                                                          {"next", "{}"},
                                                          {"three", "\"x\""},
                                                          {"shared", "{\"id\":true}"},
                                                          {"flags", "[1]"},
                                                          {"small", "256"},
                                                          {"small", "-1"},
                                                          {"small", "1.25"},
                                                          {"large", "-1"},
                                                          {"large", "18446744073709551616"},
                                                          {"low", "9223372036854775808"},
                                                          {"real", "1e39"},
                                                          {"real", "\"1\""},
                                                          {"real", "true"}};
    for (const auto& [key, value] : faults) {
        auto data = fine;
        data[key] = json::parse(value);
        const auto text = json::serialize(data);
        CAPTURE(text);
        CHECK(from_text<tree>(text) == from_value<tree>(text));
        const auto list = '[' + json::serialize(fine) + ',' + text + ']';
        CHECK(from_text<std::vector<tree>>(list) == from_value<std::vector<tree>>(list));
    }
    for (const auto& [key, value] : fine) {
        auto data = fine;
        data.erase(key);
        const auto text = json::serialize(data);
        CHECK(from_text<tree>(text) == from_value<tree>(text));
    }
}
