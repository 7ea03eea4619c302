// Text that is no UTF-8, which JSON cannot carry, and digits of numbers that no value keeps.
#include "../http/http_support.hpp"

#include <boost/json/parse.hpp>

using namespace corogql;
using namespace corogql::test;

namespace {

request latin_query() { return request("query($x: String) { a(x: $x) }").variable("x", "caf\xe9"); }

} // namespace

TEST_CASE("FH17: execute() refuses text that is not UTF-8 in every form, and sends nothing") {
    http_scene on({good()});
    const http_options forms[] = {http_options(), http_options().get_for_queries(true),
                                  http_options().persisted_queries(true), http_options().batch(10ms, 8)};
    for (const auto& form : forms) {
        client api = on.connect(on.options().http(form));
        const auto refused = on.refused(api, latin_query());
        check_error(refused, error_kind::usage, error_phase::none);
        CHECK(std::string(refused.what()) == "variable `x` is not UTF-8, at byte 3");
        const auto document = on.refused(api, request("{ a(b: \"caf\xe9\") }"));
        CHECK(std::string(document.what()) == "the document is not UTF-8, at byte 11");
        CHECK(on.ask(api).ok()); // the others are fine
    }
    CHECK(on.requests.size() == 4);
}

TEST_CASE("FH17: so does subscribe(), at once, and what runs over a websocket") {
    scene on;
    client api = on.connect(on.options().operations_over_websocket(true));
    const auto refused = caught([&] { api.subscribe(request("subscription { a(b: \"\xff\xfe\") }")); });
    check_error(refused, error_kind::usage, error_phase::none);
    CHECK(std::string(refused.what()) == "the document is not UTF-8, at byte 21");
    const auto executed = caught([&] { on.world.run(api.execute(latin_query()), 1h); });
    CHECK(executed.kind() == error_kind::usage);
    CHECK(on.server.received().empty());
}

TEST_CASE("FH16: digits survive a resume, which sets another variable to those of the last event") {
    scene on;
    on.server.on_subscribe([&](testing::simulated_connection link, const testing::simulated_operation& operation) {
        link.next(operation.id, R"({"n":123456789012345678901234567890})");
        if (on.sent("subscribe").size() == 1) link.drop();
    });
    client api = on.connect();
    auto numbers =
        api.subscribe(request("subscription($n: Big, $k: Big) { n(after: $n, k: $k) }").variable_json("k", "1e2"),
                      subscribe_options().resume("/data/n", "n"));
    on.world.run(numbers.next(), 1h);
    on.world.run(numbers.next(), 1h);
    const auto subscribed = on.sent("subscribe");
    REQUIRE(subscribed.size() == 2);
    CHECK(subscribed[0].text.find(R"("variables":{"k":1e2})") != std::string::npos);
    CHECK(subscribed[1].text.find(R"("variables":{"k":1e2,"n":123456789012345678901234567890})") != std::string::npos);
}
