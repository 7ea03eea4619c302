#include "protocol/graphql/execution_result.hpp"
#include "values/response_content.hpp"

#include "../../support/caught.hpp"

#include <boost/describe.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <thread>

using namespace corogql;
using corogql::test::caught;

namespace {

response read_response(std::string text) { return protocol::read_result(std::move(text), 512); }

} // namespace

TEST_CASE("response: an empty one has nothing and says so") {
    const response none;
    CHECK_FALSE(none.has_data());
    CHECK_FALSE(none.ok());
    CHECK(none.text().empty());
    CHECK(none.data().is_null());
    CHECK(none.extensions().empty());
    CHECK(caught([&] { none.throw_if_failed(); }).what() == std::string("the response has no data"));
}

TEST_CASE("response: data is parsed when asked for, once") {
    const auto result = read_response(R"({"data":{"a":[1,2.5,"x"]}})");
    const auto& data = result.data();
    CHECK(data == json::parse(R"({"a":[1,2.5,"x"]})"));
    CHECK(&result.data() == &data);
}

TEST_CASE("response: 64-bit integers are exact, larger numbers stay in the text") {
    const auto result =
        read_response(R"({"data":{"max":18446744073709551615,"min":-9223372036854775808,"odd":9007199254740993,
                                         "vast":123456789012345678901234567890}})");
    CHECK(result.data().at("max").as_uint64() == 18446744073709551615u);
    CHECK(result.data().at("min").as_int64() == std::numeric_limits<std::int64_t>::min());
    CHECK(result.data().at("odd").as_int64() == 9007199254740993);
    CHECK(result.data_text().find("123456789012345678901234567890") != std::string_view::npos);
}

TEST_CASE("response: data that no value can hold is a decode error, every time; the text is still there") {
    const auto result = read_response(R"({"data":"\ud83d","extensions":{"a":"\ud83d"}})");
    for (int i = 0; i < 2; ++i) {
        const auto failure = caught([&] { result.data(); });
        CHECK(to_string(failure.kind()) == "decode");
        CHECK(to_string(failure.phase()) == "decode");
        CHECK(failure.possibly_executed());
        CHECK(std::string(failure.what()).starts_with("`data` cannot be held: "));
    }
    CHECK(std::string(caught([&] { result.extensions(); }).what()).starts_with("`extensions` cannot be held: "));
    CHECK(result.data_text() == R"("\ud83d")");
}

TEST_CASE("response: copies of its data outlive it, and change on their own") {
    auto answer = std::make_unique<response>(read_response(
        R"({"data":{"list":[1,[2,{"text":"a text that is too long for the value itself"}]],"object":{"a":1}}})"));
    json::value all = answer->data();
    json::array list = answer->data().at("list").get_array();
    const auto object = std::make_unique<json::object>(answer->data().at("object").get_object());
    answer.reset();
    list.push_back(json::value{1, 2, 3});
    list.at(1).get_array().push_back("more");
    (*object)["b"] = list;
    all.get_object()["again"] = *object;
    list.clear();
    CHECK(json::serialize(all) == R"({"list":[1,[2,{"text":"a text that is too long for the value itself"}]],)"
                                  R"("object":{"a":1},"again":{"a":1,"b":[1,[2,{"text":"a text that is too long for )"
                                  R"(the value itself"},"more"],[1,2,3]]}})");
}

TEST_CASE("response: moving takes text and value along, short texts too") {
    for (const auto& value : {std::string("1"), std::string(500, '7')}) {
        auto first = read_response(R"({"data":{"a":")" + value + R"("},"extensions":{"b":1}})");
        const auto* data = &first.data();
        response second = std::move(first);
        CHECK(&second.data() == data);
        CHECK(second.data().at("a").as_string() == value);
        CHECK(second.extensions().at("b") == 1);

        response third = read_response(R"({"data":{"gone":true}})");
        third.data();
        third = std::move(second);
        CHECK(third.data_text() == R"({"a":")" + value + R"("})");
        CHECK(third.data().at("a").as_string() == value);
    }
}

TEST_CASE("response: one that was moved from is empty and can be used again") {
    auto first = read_response(R"({"data":{"a":1},"errors":[{"message":"x"}],"extensions":{"b":1}})");
    first.data();
    const response second = std::move(first);
    CHECK_FALSE(first.has_data());
    CHECK(first.data_text().empty());
    CHECK(first.data().is_null());
    CHECK(first.extensions().empty());
    CHECK(first.errors().empty());
    first = read_response(R"({"data":[2]})");
    CHECK(first.data().at(0) == 2);
    CHECK(second.data().at("a") == 1);
}

TEST_CASE("response: assigning to itself changes nothing") {
    auto result = read_response(R"({"data":{"a":1}})");
    auto& same = result;
    result = std::move(same);
    CHECK(result.data().at("a") == 1);
}

TEST_CASE("response: several threads may ask for data at once") {
    for (int round = 0; round < 50; ++round) {
        const auto result = read_response(R"({"data":{"list":[1,2,3,{"deep":"value"}]},"extensions":{"cost":3}})");
        const json::value* seen[4] = {};
        std::vector<std::thread> threads;
        for (auto& place : seen)
            threads.emplace_back([&] {
                place = &result.data();
                (void)result.extensions();
            });
        for (auto& thread : threads) thread.join();
        for (const auto* value : seen) REQUIRE(value == seen[0]);
        CHECK(seen[0]->at("list").at(3).at("deep") == "value");
    }
}

TEST_CASE("response: failing with errors carries all of them") {
    auto result = read_response(
        R"({"data":{"a":null},"errors":[{"message":"one","extensions":{"code":"X"}},{"message":"two"}]})");
    detail::response_content::of(result).http_status = 200;
    detail::response_content::of(result).attempts = 2;
    const auto failure = caught([&] { result.throw_if_failed(); });
    CHECK(to_string(failure.kind()) == "graphql");
    CHECK(std::string(failure.what()) == "one (and 1 more)");
    CHECK(failure.errors().size() == 2);
    CHECK(failure.errors()[0].code() == "X");
    CHECK(failure.http_status() == 200u);
    CHECK(failure.attempts() == 2);
    CHECK(failure.possibly_executed());
    CHECK_NOTHROW(read_response(R"({"data":{}})").throw_if_failed());
}

TEST_CASE("response: an error without a message still says something") {
    CHECK(std::string(caught([] { read_response(R"({"errors":[{}]})").throw_if_failed(); }).what()) ==
          "the server sent an error without a message");
}

TEST_CASE("response: data decodes to types, also when part of it failed") {
    const auto result = read_response(R"({"data":{"n":3,"gone":null},"errors":[{"message":"no","path":["gone"]}]})");
    CHECK(result.data_as<int>("n") == 3);
    CHECK(result.data_as<std::optional<int>>("gone") == std::nullopt);
    CHECK(result.data_as<std::map<std::string, std::optional<int>>>().size() == 2);
    const auto failure = caught([&] { result.data_as<std::string>("n"); });
    CHECK(to_string(failure.kind()) == "decode");
    CHECK(std::string(failure.what()) == "data.n: expected a string, found 3");
}

namespace work {

struct owner {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(owner, (), (name))
struct log_line {
    std::string text;
    owner by;
};
BOOST_DESCRIBE_STRUCT(log_line, (), (text, by))
struct run {
    std::vector<log_line> logs;
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(run, (), (logs, note))
struct all_data {
    run first;
};
BOOST_DESCRIBE_STRUCT(all_data, (), (first))

} // namespace work

namespace {

constexpr std::string_view two_errors =
    R"("errors":[{"message":"elsewhere","path":["other",1]},{"message":"not yours","path":["first","logs",1,"by"],)"
    R"("extensions":{"code":"FORBIDDEN"}}])";

/// What data_as says of data with these two errors; they are in it whatever its kind.
error explained(std::string_view data, std::string_view errors = two_errors) {
    const auto result = read_response(R"({"data":)" + std::string(data) + ',' + std::string(errors) + '}');
    const auto failure = caught([&] { result.data_as<work::all_data>(); });
    CHECK(failure.errors().size() == result.errors().size());
    CHECK(failure.possibly_executed());
    return failure;
}

void check_explained(const error& failure, std::string_view message) {
    CHECK(to_string(failure.kind()) == "graphql");
    CHECK(failure.what() == message);
}

} // namespace

TEST_CASE("response: a null that an error explains is that error, wherever the null has spread to") {
    check_explained(explained(R"({"first":{"logs":[{"text":"a","by":{"name":"b"}},{"text":"c","by":null}]}})"),
                    "data.first.logs[1].by is null: not yours (at first.logs[1].by)");
    check_explained(explained(R"({"first":{"logs":[{"text":"a","by":{"name":"b"}},null]}})"),
                    "data.first.logs[1] is null: not yours (at first.logs[1].by)");
    check_explained(explained(R"({"first":{"logs":null}})"),
                    "data.first.logs is null: not yours (at first.logs[1].by)");
    check_explained(explained(R"({"first":null})"), "data.first is null: not yours (at first.logs[1].by)");
    const auto all = explained("null");
    CHECK(to_string(all.kind()) == "graphql");
    CHECK(std::string(all.what()) == "elsewhere (and 1 more)");
    CHECK(all.errors()[1].code() == "FORBIDDEN");
}

TEST_CASE("response: a field whose null an error explains; and a null within what a type decodes itself") {
    const auto result = read_response(R"({"data":{"first":null,"other":[1,null]},)" + std::string(two_errors) + '}');
    check_explained(caught([&] { result.data_as<work::run>("first"); }),
                    "data.first is null: not yours (at first.logs[1].by)");
    check_explained(caught([&] { result.data_as<std::vector<int>>("other"); }),
                    "data.other[1] is null: elsewhere (at other[1])");
    CHECK(!result.data_as<std::optional<work::run>>("first"));
}

TEST_CASE("response: what no error explains does not fit, and carries them") {
    const auto innocent = explained(R"({"first":{"logs":[{"text":null,"by":{"name":"b"}}]}})");
    CHECK(to_string(innocent.kind()) == "decode");
    CHECK(std::string(innocent.what()) == "data.first.logs[0].text: expected a string, found null");
    const auto number = explained(R"({"first":7})");
    CHECK(to_string(number.kind()) == "decode");
    CHECK(std::string(number.what()) == "data.first: expected an object, found 7");
    // Old servers send errors without a path.
    check_explained(explained(R"({"first":null})", R"("errors":[{"message":"why","path":["b"]},{"message":"so"}])"),
                    "data.first is null: so");
    check_explained(explained(R"({"first":null})", R"("errors":[{"path":["first"]}])"),
                    "data.first is null: the server sent an error without a message (at first)");
}

TEST_CASE("response: nothing to decode throws the server's errors") {
    for (const auto* text : {R"({"errors":[{"message":"no"}]})", R"({"data":null,"errors":[{"message":"no"}]})"}) {
        const auto result = read_response(text);
        CHECK(std::string(caught([&] { result.data_as<int>("n"); }).what()) == "no");
        CHECK(to_string(caught([&] { result.data_as<json::value>(); }).kind()) == "graphql");
    }
}
