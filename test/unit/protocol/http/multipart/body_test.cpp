#include "protocol/http/multipart/body.hpp"

#include "protocol/http/response.hpp"

#include "../../../../support/caught.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::protocol;
using corogql::test::caught;

namespace {

constexpr std::string_view two_steps = "--b\r\n\r\n{\"data\":{\"a\":1},\"hasNext\":true}\r\n--b\r\n\r\n"
                                       "{\"path\":[],\"data\":{\"b\":2},\"hasNext\":false}\r\n--b--\r\n";

struct fed_body : multipart_body {
    fed_body(std::string_view text, std::size_t piece, std::size_t max_size = 1000)
        : multipart_body("multipart/mixed;boundary=b", max_size, 64) {
        for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) read(text.substr(0, piece));
    }
};

detail::http_response response_200() {
    detail::http_response answer;
    answer.status = 200;
    return answer;
}

} // namespace

TEST_CASE("multipart body: whole with its last step, whatever the pieces") {
    for (std::size_t piece = 1; piece <= two_steps.size(); ++piece) {
        const fed_body body(two_steps, piece);
        CHECK(body.whole());
        CHECK(body.finish(null_data::with_errors).text() == R"({"data":{"a":1,"b":2}})");
    }
    fed_body body(two_steps, 1);
    body.read("whatever --b-- {");
    CHECK(body.finish(null_data::with_errors).text() == R"({"data":{"a":1,"b":2}})");
}

TEST_CASE("multipart body: cut off before its last step, it has no status, as any answer that was (M9)") {
    for (const auto size : {std::size_t{0}, two_steps.find("--b\r\n", 4), two_steps.rfind('}') - 1}) {
        const fed_body body(two_steps.substr(0, size), 10);
        CHECK(!body.whole());
        const auto judged = read_response(response_200(), response_rules(), body);
        const auto* failure = judged ? nullptr : &judged.error();
        REQUIRE(failure);
        CHECK(to_string(failure->kind()) == "protocol");
        CHECK(to_string(failure->phase()) == "receive");
        CHECK(failure->possibly_executed());
        CHECK(!failure->http_status());
    }
}

TEST_CASE("multipart body: steps that make no result are an answer that came whole") {
    const fed_body body("--b\r\n\r\n{\"data\":null,\"hasNext\":false}", 10);
    CHECK(body.whole());
    const auto judged = read_response(response_200(), response_rules(), body);
    REQUIRE_FALSE(judged);
    CHECK(judged.error().http_status() == 200u);
    response_rules lenient;
    lenient.lenient = true;
    CHECK(read_response(response_200(), lenient, body));
}

TEST_CASE("multipart body: all steps together are bounded") {
    CHECK(fed_body(two_steps, 10, 90).whole());
    CHECK(to_string(caught([&] { fed_body(two_steps, 10, 60); }).kind()) == "limit");
}
