/// Damaged texts for everything that reads what a peer sent: whatever comes, no crash and no surprising
/// exception.
#include "protocol/graphql/error_payload.hpp"
#include "protocol/graphql/operation.hpp"
#include "protocol/http/media_type.hpp"
#include "protocol/http/response.hpp"
#include "protocol/http/retry_after.hpp"
#include "protocol/http/url.hpp"
#include "protocol/subscriptions/websocket_session.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace corogql;
using namespace corogql::protocol;

namespace {

constexpr std::string_view texts[] = {
    R"({"data":{"a":[1,{"b":"\u00e9\ud83d"}]},"errors":[{"message":"no","path":["a",0]}]})",
    R"({"errors":[{"locations":[{"line":1}],"extensions":{"code":"X"}}]})",
    R"({"id":"1","type":"next","payload":{"data":null,"errors":["x"],"extensions":{"a":1e400}}})",
    R"({"type":"connection_ack","payload":{"a":{}}})",
    R"([{"message":"one","extensions":{"code":401}},null,"two"])",
    "query Q($a: I = {b: \"}\"}) @d { a(x: \"\"\"\n\"\"\") } # c\nmutation M { b }",
    R"(application/json; profile="a;b\""; charset=utf-8)",
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "https://user:word@host.example:8443/path/x?y=1#z",
};

class damaged_texts {
public:
    std::string next() {
        std::string text(texts[below(std::size(texts))]);
        for (auto left = below(5); left > 0 && !text.empty(); --left) {
            const auto at = below(text.size());
            const auto other = texts[below(std::size(texts))];
            switch (below(4)) {
            case 0: text[at] = static_cast<char>(below(256)); break;
            case 1: text.erase(at, below(10)); break;
            case 2: text.resize(at); break;
            default: text.insert(at, other.substr(below(other.size()), below(20)));
            }
        }
        return text;
    }
    std::size_t below(std::size_t count) { return random_() % count; }

private:
    std::mt19937 random_{4711};
};

/// What can be asked of a result that was accepted.
void use(const response& result) {
    (void)says_unauthenticated(result);
    try {
        (void)result.data();
        (void)result.extensions();
    } catch (const error& failure) {
        REQUIRE(to_string(failure.kind()) == "decode");
    }
}

void check_response(const std::string& text, unsigned status, const char* type, bool lenient = false) {
    detail::http_response answer;
    answer.status = status;
    answer.known.content_type = type;
    answer.known.location = text;
    answer.body = text;
    const auto judged = read_response(answer, {}, {64, lenient, {}});
    if (judged) return use(*judged);
    const auto& failure = judged.error();
    REQUIRE(failure.http_status() == status);
}

void check_session(const std::string& text, const websocket_dialect& dialect) {
    websocket_session session(dialect, 64);
    std::string reply;
    session.receive(R"({"type":"connection_ack"})", reply);
    session.next_id();
    const auto event = session.receive(text, reply);
    REQUIRE(event.id <= 1);
    const bool told = event.kind == session_event::type::broken || event.kind == session_event::type::odd;
    REQUIRE(told == !event.problem.empty());
    if (event.kind == session_event::type::error) (void)read_error_payload(event.payload, 64);
}

} // namespace

TEST_CASE("protocol: 20,000 damaged texts are survived by every reader") {
    damaged_texts random;
    for (int i = 0; i < 20'000; ++i) {
        const auto text = random.next();
        CAPTURE(text);
        check_response(text, 200, "application/json");
        check_response(text, 200, "text/plain", true);
        check_response(text, 302, "application/graphql-response+json");
        check_session(text, graphql_transport_ws);
        check_session(text, graphql_ws);
        (void)find_operation(text, i % 2 ? "M" : "");
        (void)read_content_type(text);
        if (const auto wait = read_retry_after(text, std::chrono::system_clock::now()))
            REQUIRE((wait->count() >= 0 && wait->count() <= 1'000'000'000));
        try {
            const auto url = parse_url(text);
            REQUIRE(url.target.starts_with('/'));
            REQUIRE(url.authority.find_first_of("@/\r\n \\%") == std::string::npos);
        } catch (const error& failure) {
            REQUIRE(to_string(failure.kind()) == "config");
        }
    }
}
