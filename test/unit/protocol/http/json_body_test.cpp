// Bodies read while they come are judged as whole ones are.
#include "../../../support/caught.hpp"
#include "random_json.hpp"

#include "protocol/http/response.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

using namespace corogql;
using namespace corogql::protocol;
using corogql::test::caught;
using corogql::test::random_json;

namespace {

constexpr unsigned body_depth = 8;
constexpr const char* body_type = "application/json; charset=utf-8";

struct judged_body {
    bool accepted = false;
    std::string text;          ///< what the response holds, or why there is none
    std::string excerpt;       ///< of the body, in the error
    std::size_t seen_size = 0; ///< bytes that were there by then
};

judged_body judge(std::string_view body, bool lenient, json_body* begun = nullptr) {
    detail::http_response answer;
    answer.status = 200;
    answer.known.content_type = body_type;
    answer.body = body;
    response_rules rules;
    rules.max_depth = body_depth;
    rules.lenient = lenient;
    const auto seen = read_response(answer, {}, rules, begun);
    judged_body result;
    result.seen_size = body.size();
    if (seen) {
        result.accepted = true;
        for (const auto part : {std::string_view(seen->text()), seen->data_text(), seen->extensions_text()})
            result.text.append(part) += '\n';
        for (const auto& each : seen->errors()) result.text += each.message + '\n';
    } else {
        const auto& failure = seen.error();
        REQUIRE(failure.kind() == error_kind::protocol);
        REQUIRE(failure.possibly_executed());
        result.text = failure.what();
        result.excerpt = failure.body_excerpt();
    }
    return result;
}

judged_body judge_in_pieces(std::string_view body, bool lenient, std::size_t step) {
    json_body reader(body_type, true, body_depth);
    std::unique_ptr<std::string> held; // elsewhere in memory every time
    for (std::size_t size = step; size < body.size(); size += step) {
        auto more = std::make_unique<std::string>(body.substr(0, size));
        try {
            reader.read(*more);
        } catch (const error& failure) {
            REQUIRE(failure.kind() == error_kind::protocol);
            REQUIRE(failure.possibly_executed());
            return {false, failure.what(), std::string(failure.body_excerpt()), size};
        }
        held = std::move(more);
    }
    return judge(body, lenient, &reader);
}

/// A GraphQL response, with odd spacing, odd spellings and members of any value in any order.
std::string random_body(random_json& random) {
    std::string text = random.below(8) ? "" : "\xEF\xBB\xBF";
    text += random.space() + '{';
    for (auto left = random.below(5); left > 0; --left) {
        text += random.space();
        text += random.pick({"\"data\"", "\"data\"", "\"errors\"", "\"extensions\"", "\"d\\u0061ta\"", "\"other\""});
        text += random.space() + ':' + random.space();
        text += random.below(4) ? random.json(body_depth - 2) : R"([{"message":"n\u006f"},{"message":"é"}])";
        text += random.space();
        if (left > 1) text += ',';
    }
    return text + '}' + random.space();
}

} // namespace

TEST_CASE("json body: 30,000 random ones, whole and in pieces, are the same responses and the same errors") {
    random_json random(4712);
    unsigned accepted = 0, refused = 0, early = 0;
    for (int i = 0; i < 30'000; ++i) {
        auto body = random_body(random);
        if (i % 2) body = random.damaged(std::move(body));
        const bool lenient = random.below(2);
        CAPTURE(body);
        const auto whole = judge(body, lenient);
        ++(whole.accepted ? accepted : refused);
        for (const std::size_t step : {std::size_t(1), 2 + random.below(30)}) {
            const auto pieces = judge_in_pieces(body, lenient, step);
            CAPTURE(step);
            REQUIRE(pieces.accepted == whole.accepted);
            early += pieces.seen_size < body.size();
            // Bytes that are no text are looked for in the whole first, and then in each piece.
            if (whole.text.find("is not UTF-8") != std::string::npos) continue;
            REQUIRE(pieces.text == whole.text);
            REQUIRE(whole.excerpt.starts_with(pieces.excerpt));
        }
    }
    CHECK(accepted > 5'000);
    CHECK(refused > 5'000);
    CHECK(early > 10'000);
}

TEST_CASE("json body: what cannot be right is refused when it is there, not at the end") {
    const std::string rest(1000, ' ');
    const std::pair<std::string, std::string_view> rows[] = {
        {"[", "expected an object at byte 0"},
        {"\xEF\xBB\xBF[", "expected an object at byte 0"},
        {R"({"data":{"a":1])", "expected ',' or '}' at byte 14"},
        {R"({"data":{"a":"\q)", "an unknown escape at byte 16"},
        {R"({"data":nux)", "expected a value at byte 8"},
        {R"({"data":[[[[[[[[)", "nested too deeply at byte 15"},
        {R"({"data":1}x)", "unexpected text after the value at byte 10"},
        {"{\"data\":\"a\xff\x61\x61\x61", "is not UTF-8 (application/json; charset=utf-8)"},
    };
    for (const auto& [begin, why] : rows) {
        CAPTURE(begin);
        const auto seen = judge_in_pieces(begin + rest, false, 1);
        CHECK_FALSE(seen.accepted);
        CHECK(seen.text.find(why) != std::string::npos);
        CHECK(seen.seen_size == begin.size());
    }
    json_body latin("application/json; charset=latin-1", false, body_depth);
    CHECK(std::string_view(caught([&] { latin.read("{\"data\""); }).what()) ==
          "the answer is not UTF-8 (application/json; charset=latin-1)");
}

TEST_CASE("json body: a number may go on, a character may be half there") {
    for (const std::string body : {R"({"data":12.5e-3})", R"({"data":"é😀"})", "\xEF\xBB\xBF{\"data\":true}"})
        for (std::size_t step = 1; step < body.size(); ++step) {
            const auto seen = judge_in_pieces(body, false, step);
            CHECK(seen.accepted);
            CHECK(seen.text == judge(body, false).text);
        }
}
