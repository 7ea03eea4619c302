// Short ways to say who one is.
#include "../http/http_support.hpp"

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;

namespace {

std::string authorization_of(const testing::simulated_request& asked) { return field_of(asked, "Authorization"); }

} // namespace

TEST_CASE("credentials: a bearer token that stays the same") {
    http_scene on({good()});
    on.ask(on.options().credentials(bearer("abc")));
    CHECK(authorization_of(on.requests.back()) == "Bearer abc");
}

TEST_CASE("credentials: a function gives the present token, and a fresh one after a refusal") {
    http_scene on({reply(401, "text/plain", "old"), good()});
    std::vector<bool> asked;
    on.ask(on.options().credentials(bearer([&](bool refused) {
        asked.push_back(refused);
        return refused ? "fresh" : "old";
    })));
    CHECK(asked == std::vector<bool>{false, true});
    CHECK(authorization_of(on.requests.front()) == "Bearer old");
    CHECK(authorization_of(on.requests.back()) == "Bearer fresh");
}

TEST_CASE("credentials: a plain function does for a provider, and what it throws is told as of one") {
    http_scene on({good()});
    on.ask(on.options().credentials([](bool) { return credentials().header("X-Key", "7"); }));
    CHECK(field_of(on.requests.back(), "X-Key") == "7");
    const auto seen =
        on.refused(on.options().credentials([](bool) -> credentials { throw std::runtime_error("lost"); }));
    check_error(seen, error_kind::credentials, error_phase::credentials);
    CHECK(says(seen, "the credentials provider failed: lost"));
}

TEST_CASE("credentials: a token that no header can hold is told, and not shown") {
    http_scene on({good()});
    const auto seen = on.refused(on.options().credentials(bearer("a\r\nX: y")));
    CHECK((seen.kind() == error_kind::config));
    CHECK(!says(seen, "X: y"));
}
