#include "protocol/graphql/batch.hpp"

#include "../../../support/caught.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::protocol;

namespace {

error batch_refusal(std::string_view body, std::size_t count = 2) {
    const auto failure = corogql::test::caught([&] { split_batch(body, count, 64); });
    CHECK(to_string(failure.kind()) == "protocol");
    CHECK(failure.possibly_executed());
    CHECK(failure.body_excerpt() == body);
    return failure;
}

std::string nested_batch(unsigned depth) { return "[" + std::string(depth, '[') + std::string(depth, ']') + "]"; }

} // namespace

TEST_CASE("batch: payloads become a list") {
    const std::vector<std::string> payloads{R"({"query":"{a}"})", R"({"query":"{b}"})"};
    CHECK(to_batch(payloads) == R"([{"query":"{a}"},{"query":"{b}"}])");
    CHECK(to_batch(std::span(payloads).first(1)) == R"([{"query":"{a}"}])");
    CHECK(to_batch({}) == "[]");
}

TEST_CASE("batch: results are texts of their own, whatever they are (B1)") {
    using texts = std::vector<std::string_view>;
    CHECK(split_batch(R"( [ {"data":{"a":[1]}} , {"errors":[]} ] )", 2, 64) ==
          texts{R"({"data":{"a":[1]}})", R"({"errors":[]})"});
    CHECK(split_batch("[null,5,\"x\"]", 3, 64) == texts{"null", "5", "\"x\""});
    CHECK(split_batch("\xEF\xBB\xBF[{}]", 1, 64) == texts{"{}"});
    CHECK(split_batch(nested_batch(64), 1, 64).size() == 1);
}

TEST_CASE("batch: another number of results fails all of them (B1)") {
    CHECK(std::string(batch_refusal("[{}]").what()) == "a batch of 2 operations was answered by 1 results");
    CHECK(std::string(batch_refusal("[{},{},{}]").what()) == "a batch of 2 operations was answered by 3 results");
    CHECK(std::string(batch_refusal("[]").what()) == "a batch of 2 operations was answered by 0 results");
}

TEST_CASE("batch: an object is what the server has to say about the whole (B1)") {
    const auto refused = batch_refusal(R"({"errors":[{"message":"no batches here"}]})");
    CHECK(std::string(refused.what()) == "a batch of 2 operations was answered by a single object: no batches here");
    CHECK(refused.errors().at(0).message == "no batches here");
    for (const std::string_view body : {"{}", R"({"data":{"a":1}})", "{", R"({"errors":5})"})
        CHECK(std::string(batch_refusal(body).what()) == "a batch of 2 operations was answered by a single object");
}

TEST_CASE("batch: what is no list is refused") {
    for (const std::string_view body : {"", "null", "[{}", "[{},]", "[{},{}]x"})
        CHECK(std::string(batch_refusal(body).what())
                  .starts_with("a batch of 2 operations was answered by what is no list of results: "));
    CHECK(std::string(batch_refusal("[{},\"\xff\"]").what()) ==
          "a batch of 2 operations was answered by what is not UTF-8");
    CHECK(std::string(batch_refusal(nested_batch(65), 1).what()).find("nested too deeply") != std::string::npos);
}
