#include "protocol/graphql/incremental_result.hpp"

#include "../../../support/caught.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::protocol;
using corogql::test::caught;

namespace {

class sent_steps {
public:
    explicit sent_steps(std::size_t limit = 1'000'000) : result(limit, 64) {}
    sent_steps(std::initializer_list<std::string_view> payloads) : sent_steps() {
        for (const auto payload : payloads) result.add(std::string(payload));
    }
    std::string text() const { return result.result().text(); }

    incremental_result result;
};

/// The message of the error that the last of these payloads is answered with.
std::string step_refusal(std::initializer_list<std::string_view> payloads) {
    sent_steps before;
    for (const auto& payload : payloads) {
        if (&payload != payloads.end() - 1) {
            before.result.add(std::string(payload));
            continue;
        }
        const auto failure = caught([&] { before.result.add(std::string(payload)); });
        CHECK(to_string(failure.kind()) == "protocol");
        CHECK(to_string(failure.phase()) == "stream");
        CHECK(failure.possibly_executed());
        return failure.what();
    }
    return {};
}

constexpr std::string_view luke = R"({"data":{"person":{"name":"Luke","films":[{"title":"A"}]}},"hasNext":true})";
constexpr std::string_view pending_luke =
    R"({"data":{"person":{"name":"Luke","films":[{"title":"A"}]}},"hasNext":true,"pending":[)"
    R"({"id":"0","path":["person"],"label":"home"},{"id":"1","path":["person","films"]}]})";

} // namespace

TEST_CASE("incremental: a result that is whole at once") {
    const sent_steps once{R"({"data":{"a":1},"extensions":{"b":2}})"};
    CHECK(!once.result.has_next());
    CHECK(once.text() == R"({"data":{"a":1},"extensions":{"b":2}})");
    const sent_steps refused{R"({"errors":[{"message":"no"}],"hasNext":false})"};
    CHECK(refused.text() == R"({"errors":[{"message":"no"}]})");
    CHECK(!refused.result.result().has_data());
    const sent_steps null{R"({"data":null,"errors":[{"message":"no"}],"hasNext":false})"};
    CHECK(null.text() == R"({"data":null,"errors":[{"message":"no"}]})");
}

TEST_CASE("incremental: the older format, payload by payload (M8)") {
    sent_steps person{luke};
    CHECK(person.result.has_next());
    CHECK(person.text() == R"({"data":{"person":{"name":"Luke","films":[{"title":"A"}]}}})");
    person.result.add(R"({"label":"x","path":["person"],"data":{"homeWorld":{"name":"T"}},"hasNext":true})");
    CHECK(person.text() == R"({"data":{"person":{"name":"Luke","films":[{"title":"A"}],"homeWorld":{"name":"T"}}}})");
    person.result.add(R"({"path":["person","films",1],"items":[{"title":"B"},{"title":"C"}],"hasNext":true})");
    person.result.add(R"({"path":["person","films",3],"data":{"title":"D"},"hasNext":true})");
    person.result.add(R"({"path":["person","films",0],"data":{"year":1977},"hasNext":true})");
    person.result.add(R"({"path":[],"data":{"other":5},"hasNext":true})");
    CHECK(person.result.has_next());
    person.result.add(R"({"hasNext":false})");
    CHECK(!person.result.has_next());
    CHECK(person.text() == R"({"data":{"person":{"name":"Luke","films":[{"title":"A","year":1977},{"title":"B"},)"
                           R"({"title":"C"},{"title":"D"}],"homeWorld":{"name":"T"}},"other":5}})");
}

TEST_CASE("incremental: the older format in lists, overlapping fragments") {
    const sent_steps person{
        luke, R"({"incremental":[{"path":["person"],"data":{"name":"Luke","films":[{"id":1}]}},)"
              R"({"path":["person","films",1],"items":[{"title":"B"}]},{"data":{"x":1},"path":[]}],"hasNext":false})"};
    CHECK(person.text() == R"({"data":{"person":{"name":"Luke","films":[{"title":"A","id":1},{"title":"B"}]},"x":1}})");
}

TEST_CASE("incremental: the newer format, with pending parts, sub paths and completions (M8)") {
    sent_steps person{pending_luke};
    person.result.add(
        R"({"incremental":[{"id":"0","data":{"homeWorld":{"name":"T"}}},{"id":"1","items":[{"title":"B"}]},)"
        R"({"id":"0","subPath":["homeWorld"],"data":{"terrain":"desert"}}],)"
        R"("completed":[{"id":"0"}],"hasNext":true})");
    CHECK(person.text() == R"({"data":{"person":{"name":"Luke","films":[{"title":"A"},{"title":"B"}],)"
                           R"("homeWorld":{"name":"T","terrain":"desert"}}}})");
    person.result.add(R"({"pending":[{"id":"2","path":["person","films",1]}],)"
                      R"("incremental":[{"id":"2","data":{"year":1980}},{"id":"1","items":[]}],"hasNext":true})");
    person.result.add(R"({"completed":[{"id":"1"},{"id":"2"}],"hasNext":false})");
    CHECK(!person.result.has_next());
    CHECK(person.text() == R"({"data":{"person":{"name":"Luke","films":[{"title":"A"},{"title":"B","year":1980}],)"
                           R"("homeWorld":{"name":"T","terrain":"desert"}}}})");
}

TEST_CASE("incremental: a list within a list is named by its index") {
    const sent_steps matrix{
        R"({"data":{"m":[[1],[2]]},"pending":[{"id":"a","path":["m",1]}],"hasNext":true})",
        R"({"incremental":[{"id":"a","items":[3]},{"path":["m",0,1],"items":[4,5]}],"hasNext":false})"};
    CHECK(matrix.text() == R"({"data":{"m":[[1,4,5],[2,3]]}})");
}

TEST_CASE("incremental: errors of every step are kept, other fragments go on (M10)") {
    sent_steps person{pending_luke};
    person.result.add(
        R"({"incremental":[{"id":"0","data":{"a":null},"errors":[{"message":"one","path":["person","a"]}]},)"
        R"({"id":"1","items":null,"errors":[{"message":"two"}]}],)"
        R"("completed":[{"id":"1","errors":[{"message":"three"}]}],"errors":[{"message":"zero"}],)"
        R"("hasNext":true})");
    person.result.add(R"({"incremental":[{"path":["person"],"data":null,"errors":[{"message":"four"}]},)"
                      R"({"id":"0","data":{"b":2}}],"hasNext":false})");
    const auto result = person.result.result();
    std::string messages;
    for (const auto& entry : result.errors()) messages += entry.message + " ";
    CHECK(messages == "zero one two three four ");
    CHECK(result.errors()[1].path_text() == "person.a");
    CHECK(result.data_text() == R"({"person":{"name":"Luke","films":[{"title":"A"}],"a":null,"b":2}})");
}

TEST_CASE("incremental: extensions of every step, of the same name the last") {
    const sent_steps sent{
        R"({"data":{},"extensions":{"cost":{"a":1},"x":1},"hasNext":true})",
        R"({"path":[],"data":{},"extensions":{"cost":{"b":2}},"hasNext":true})",
        R"({"incremental":[{"path":[],"extensions":{"y":[3]}}],"extensions":{"z":4},"hasNext":false})"};
    CHECK(sent.result.result().extensions_text() == R"({"cost":{"b":2},"x":1,"z":4,"y":[3]})");
}

TEST_CASE("incremental: numbers of any size keep their text") {
    const sent_steps sent{
        R"({"data":{"a":{"n":9223372036854775807,"m":1.10}},"hasNext":true})",
        R"({"path":["a"],"data":{"u":18446744073709551615,"big":123456789012345678901234567890},"hasNext":false})"};
    const auto result = sent.result.result();
    CHECK(result.data_text() ==
          R"({"a":{"n":9223372036854775807,"m":1.10,"u":18446744073709551615,"big":123456789012345678901234567890}})");
    CHECK(result.data().at("a").at("n").as_int64() == INT64_MAX);
    CHECK(result.data().at("a").at("u").as_uint64() == UINT64_MAX);
}

TEST_CASE("incremental: heartbeats change nothing, and nothing comes after the last step (M3, M9)") {
    sent_steps person{"{}", " {} ", luke, "{}"};
    CHECK(person.result.has_next());
    person.result.add(R"({"hasNext":false})");
    const auto text = person.text();
    person.result.add(R"({"path":["person"],"data":{"late":1},"hasNext":true})");
    person.result.add("{]");
    CHECK(!person.result.has_next());
    CHECK(person.text() == text);
    CHECK(to_string(caught([] { sent_steps{"{}"}.text(); }).kind()) == "protocol");
}

TEST_CASE("incremental: a place or an id that does not exist is named") {
    CHECK(step_refusal({luke, R"({"path":["person","friends",0],"data":{},"hasNext":true})"}) ==
          "an incremental result is for a place that does not exist: person.friends[0]");
    CHECK(step_refusal({luke, R"({"path":["person","films",2],"items":[1],"hasNext":true})"}) ==
          "an incremental result is for a place that does not exist: person.films[2]");
    CHECK(step_refusal({luke, R"({"path":["person","films",2],"data":{},"hasNext":true})"}) ==
          "an incremental result is for a place that does not exist: person.films[2]");
    CHECK(step_refusal({luke, R"({"path":["person"],"items":[1],"hasNext":true})"}) ==
          "an incremental result is for a place that does not exist: person");
    CHECK(step_refusal({luke, R"({"path":["person",0],"data":{},"hasNext":true})"}) ==
          "an incremental result is for a place that does not exist: person[0]");
    CHECK(step_refusal({R"({"path":[],"data":{},"hasNext":true})"}) ==
          "an incremental result is for a place that does not exist: data itself");
    CHECK(step_refusal({R"({"data":null,"hasNext":true})", R"({"path":[],"data":{},"hasNext":true})"}) ==
          "an incremental result has data that is no object, or for what is none: data itself");
    CHECK(step_refusal({luke, R"({"path":["person"],"data":[1],"hasNext":true})"}) ==
          "an incremental result has data that is no object, or for what is none: person");
    CHECK(step_refusal({pending_luke, R"({"incremental":[{"id":"7","data":{}}],"hasNext":true})"}) ==
          "an incremental result has an id that is not pending: \"7\"");
    CHECK(step_refusal({pending_luke, R"({"completed":[{"id":"1"}],"hasNext":true})",
                        R"({"incremental":[{"id":"1","items":[1]}],"hasNext":true})"}) ==
          "an incremental result has an id that is not pending: \"1\"");
    CHECK(step_refusal({pending_luke, R"({"completed":[{}],"hasNext":true})"}) ==
          "an incremental result has an id that is not pending: ");
}

TEST_CASE("incremental: what is no such payload is refused") {
    CHECK(step_refusal({"[]"}) == "an incremental result is malformed: expected an object at byte 0");
    CHECK(step_refusal({"{} x"}).starts_with("an incremental result is malformed: unexpected text"));
    CHECK(step_refusal({luke, R"({"incremental":{},"hasNext":true})"}) ==
          "an incremental result is malformed: expected a list at byte 0");
    CHECK(step_refusal({luke, R"({"incremental":[1],"hasNext":true})"})
              .starts_with("an incremental result is malformed: expected an object"));
    CHECK(step_refusal({luke, R"({"incremental":[{"data":{}}],"hasNext":true})"}) ==
          "an incremental result has neither id nor path");
    CHECK(step_refusal({luke, R"({"pending":[{"id":"1"}],"hasNext":true})"}) ==
          "an incremental result announces a part without id or path");
    for (const std::string_view path : {"null", "1", "{}", "[null]", "[-1]", "[1.5]", "[[]]", "[99999999999999999999]"})
        CHECK(step_refusal({luke, R"({"path":)" + std::string(path) + R"(,"data":{},"hasNext":true})"}) ==
              "an incremental result has a path that is no list of names and indices");
    CHECK(step_refusal({luke, R"({"path":["person","films",0],"items":5,"hasNext":true})"}) ==
          "an incremental result is malformed: expected a list at byte 0");
}

TEST_CASE("incremental: no step makes the result deeper than a result may be") {
    const auto deepest_that_goes = [](const std::string& first, const std::string& begin, const std::string& end) {
        for (int depth = 1;; ++depth) {
            sent_steps steps;
            steps.result.add(std::string(first));
            const auto value =
                std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
            try {
                steps.result.add(begin + value + end + R"(}],"hasNext":true})");
            } catch (const error&) {
                return depth - 1;
            }
        }
    };
    // The limit is 64: the object of `data`, its members and what is in them.
    const int at_root =
        deepest_that_goes(R"({"data":{},"hasNext":true})", R"({"incremental":[{"path":[],"data":{"a":)", "}");
    CHECK(at_root > 50);
    CHECK(at_root < 64);
    const int in_a_list = deepest_that_goes(R"({"data":{"a":{"b":[]}},"hasNext":true})",
                                            R"({"incremental":[{"path":["a","b",0],"items":[)", "]");
    CHECK(in_a_list > 50);
    CHECK(in_a_list < at_root);
}

TEST_CASE("incremental: all steps together are bounded") {
    sent_steps small(luke.size() + 20);
    small.result.add(std::string(luke));
    small.result.add("{}");
    small.result.add(R"({"hasNext":true})");
    const auto failure = caught([&] { small.result.add(R"({"hasNext":true})"); });
    CHECK(to_string(failure.kind()) == "limit");
    CHECK(std::string(failure.what()) == "an incremental result is larger than " + std::to_string(luke.size() + 20) +
                                             " bytes (option max_message_size)");
}
