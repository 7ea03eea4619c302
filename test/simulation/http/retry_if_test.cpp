// What a function of the user's decides about failed attempts, and the throttles of well-known services.
#include "http_support.hpp"

#include <corogql/throttle.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <cmath>
#include <functional>
#include <stdexcept>

using namespace corogql;
using namespace corogql::test;

namespace {

client_options asking(const http_scene& on, retry_function function, retry_options retry = {}) {
    return on.options().retry(retry.retry_if(std::move(function)));
}

constexpr const char* throttled_text = R"({"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}]})";

retry_verdict as_ours(const failed_attempt&, const retry_verdict& ours) { return ours; }

} // namespace

TEST_CASE("retry_if: an answer with GraphQL errors can be repeated, mutations too, after the wait that is named") {
    for (const auto& operation : {query, mutation}) {
        const auto limited = reply(200, graphql_type, throttled_text);
        http_scene on({limited, limited, good()});
        std::vector<unsigned> attempts;
        const auto answer = on.ask(asking(on,
                                          [&](const failed_attempt& seen, const retry_verdict& ours) {
                                              attempts.push_back(seen.attempts());
                                              CHECK(seen.answer()->errors().front().code() == "THROTTLED");
                                              CHECK(seen.failure() == nullptr);
                                              CHECK(seen.http_status() == 200);
                                              CHECK(seen.header("content-type") == graphql_type);
                                              CHECK(seen.operation().document() == operation.document());
                                              CHECK(ours.kind() == retry_class::final);
                                              CHECK(ours.attempts() == 5u);
                                              return retry_verdict(ours).kind(retry_class::refused).wait(90s);
                                          }),
                                   operation);
        CHECK(answer.ok());
        CHECK(answer.attempts() == 3);
        CHECK(attempts == std::vector<unsigned>{1, 2});
        CHECK(on.world.now() >= 180s);
        CHECK(on.world.now() < 181s);
    }
}

TEST_CASE("retry_if: it sees our own verdict, and what it leaves alone is done") {
    http_scene on(
        {reply(503, "text/plain", "busy", {{"Retry-After", "20"}}), reply(500, "text/plain", "broken"), good()});
    std::vector<retry_verdict> seen;
    const auto watch = [&](const failed_attempt& attempt, const retry_verdict& ours) {
        CHECK(attempt.answer() == nullptr);
        CHECK(attempt.failure()->http_status() == attempt.http_status());
        CHECK(attempt.errors().empty());
        seen.push_back(ours);
        return ours;
    };
    CHECK(on.ask(asking(on, watch)).attempts() == 3);
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].kind() == retry_class::refused);
    CHECK(seen[0].wait() == 20s);
    CHECK(seen[1].kind() == retry_class::ambiguous);
    CHECK(seen[1].wait() < 2s);
    CHECK(on.world.now() >= seen[0].wait() + seen[1].wait());
    CHECK(on.world.now() < seen[0].wait() + seen[1].wait() + 1s);

    // Not asked about what is good, and changing nothing changes nothing.
    http_scene fine({good()});
    seen.clear();
    CHECK(fine.ask(asking(fine, watch)).ok());
    CHECK(seen.empty());
    http_scene partial({reply(200, graphql_type, both_text)});
    CHECK(partial.ask(asking(partial, as_ours)).errors().size() == 1);
    CHECK(partial.requests.size() == 1);
    http_scene ambiguous({reply(500, "text/plain", "broken")});
    CHECK(ambiguous.refused(asking(ambiguous, as_ours), mutation).attempts() == 1);
    CHECK(ambiguous.refused(asking(ambiguous, as_ours)).attempts() == 5);
    auto no_response = reply(200, graphql_type, "");
    no_response.drop = true;
    http_scene silent({no_response});
    std::vector<unsigned> statuses;
    const auto note = [&](const failed_attempt& attempt, const retry_verdict& ours) {
        statuses.push_back(attempt.http_status());
        return ours;
    };
    silent.refused(asking(silent, note), mutation);
    CHECK(statuses == std::vector<unsigned>{0});
}

TEST_CASE("retry_if: it may make final what we would repeat, and name the number of attempts") {
    const auto busy = reply(503, "text/plain", "busy", {{"Retry-After", "1"}});
    http_scene on({busy});
    CHECK(on.refused(asking(on, [](const auto&, const auto&) { return retry_verdict(); })).attempts() == 1);
    CHECK(on.refused(asking(on, [](const auto&, const auto& ours) { return retry_verdict(ours).wait(1s).attempts(3); }))
              .attempts() == 3);
    CHECK(on.refused(asking(
                         on, [](const auto&, const auto& ours) { return retry_verdict(ours).wait(1s).attempts(30); },
                         retry_options().retries(0)))
              .attempts() == 30);
    // Without a bound, until the deadline.
    const auto endless = [](const auto&, const auto& ours) {
        return retry_verdict(ours).wait(1s).attempts(std::nullopt);
    };
    const auto seen = on.refused(asking(on, endless), request(query).timeout(100s));
    check_http(seen, error_kind::http, 503);
    CHECK(seen.attempts() > 90);
    // An ambiguous mutation stays where it is.
    http_scene broken({reply(500, "text/plain", "broken")});
    CHECK(broken.refused(asking(broken, endless), mutation).attempts() == 1);
}

TEST_CASE("retry_if: a wait beyond the deadline makes the failure final at once; retry_after_max is not for it") {
    http_scene on({reply(200, graphql_type, throttled_text), good()});
    const auto an_hour = [](const auto&, const auto&) {
        return retry_verdict(retry_class::refused).wait(1h).attempts(2);
    };
    CHECK(on.ask(asking(on, an_hour), request(query).timeout(60s)).errors().size() == 1);
    CHECK(on.world.now() < 1s);
    on.requests.clear();
    CHECK(on.ask(asking(on, an_hour)).ok());
    CHECK(on.world.now() > 1h);
}

TEST_CASE("retry_if: what it decides is not charged to the budget") {
    http_scene on({reply(200, graphql_type, throttled_text)});
    const auto often = [](const auto&, const auto&) { return retry_verdict(retry_class::refused).attempts(50); };
    CHECK(on.ask(asking(on, often, retry_options().budget(0, 0))).attempts() == 50);
}

TEST_CASE("retry_if: a refusal of credentials that it knows better is no reason for fresh ones") {
    std::vector<bool> asked;
    http_scene on({reply(403, "text/plain", "You have exceeded a secondary rate limit"), good()});
    CHECK(on.ask(asking(on, throttle_of_github).credentials(tokens(asked))).ok());
    CHECK(asked == std::vector<bool>{false, false});
    CHECK(on.world.now() >= 60s);
    asked.clear();
    http_scene refused({reply(403, "text/plain", "You shall not pass"), good()});
    CHECK(refused.ask(asking(refused, throttle_of_github).credentials(tokens(asked))).ok());
    CHECK(asked == std::vector<bool>{false, true});
}

TEST_CASE("retry_if: what it throws ends the operation with a kind, and nothing else") {
    const std::vector<std::pair<retry_function, error_kind>> throwing{
        {[](const auto&, const auto&) -> retry_verdict { throw std::runtime_error("own words"); },
         error_kind::callback},
        {[](const auto&, const auto&) -> retry_verdict { throw 7; }, error_kind::callback},
        {[](const auto&, const auto&) -> retry_verdict { throw error(error_kind::limit, "own words"); },
         error_kind::limit},
        {[](const auto&, const auto&) -> retry_verdict {
             throw boost::system::system_error(asio::error::operation_aborted);
         },
         error_kind::callback}};
    for (const auto& [function, kind] : throwing) {
        http_scene on({reply(200, graphql_type, throttled_text), good()});
        client api = on.connect(asking(on, function));
        const auto seen = on.refused(api);
        CHECK(to_string(seen.kind()) == to_string(kind));
        CHECK(!says(seen, "/boost/"));
        CHECK(on.ask(api).ok());
    }
}

TEST_CASE("retry_if: when it throws, the failure says whether the server may have executed what it answered") {
    for (const unsigned status : {200u, 429u}) {
        http_scene on({reply(status, graphql_type, throttled_text)});
        const auto options = asking(on, [](const failed_attempt&, const retry_verdict&) -> retry_verdict { throw 1; });
        const auto seen = on.refused(options, mutation);
        CHECK(seen.kind() == error_kind::callback);
        CHECK(seen.possibly_executed() == (status == 200));
    }
}

TEST_CASE("retry_if: an operation of a batch is asked about by itself, and goes on alone") {
    http_scene on({reply(200, json_type, std::string("[") + one_text + "," + throttled_text + "]"), good()});
    std::vector<std::string> documents;
    const auto patient = [&](const failed_attempt& seen, const retry_verdict& ours) {
        documents.push_back(seen.operation().document());
        CHECK(ours.kind() == retry_class::final);
        return retry_verdict(ours).kind(retry_class::refused).wait(20s);
    };
    client api = on.connect(asking(on, patient).http(http_options().batch(1ms)));
    std::vector<response> answers;
    const auto ask = [&](const char* document) {
        asio::co_spawn(on.world.executor(), api.execute(request(document)),
                       [&](std::exception_ptr, response answer) { answers.push_back(std::move(answer)); });
    };
    ask("{ a }");
    ask("mutation { b }");
    on.world.run_for(10s);
    CHECK(answers.size() == 1);
    on.world.run_for(20s);
    REQUIRE(answers.size() == 2);
    CHECK(answers[1].ok());
    CHECK(answers[1].attempts() == 2);
    CHECK(documents == std::vector<std::string>{"mutation { b }"});
    CHECK(on.requests.size() == 2);
}

namespace {

/// A leaky bucket as Shopify has it: a request of more than there is executes nothing.
class leaky_bucket {
public:
    leaky_bucket(testing::simulation& world, double capacity, double per_second)
        : world_(world), capacity_(capacity), per_second_(per_second), level_(capacity) {}

    simulated_reply ask(double cost) {
        const auto now = world_.now();
        level_ = std::min(capacity_, level_ + per_second_ * std::chrono::duration<double>(now - at_).count());
        at_ = now;
        const bool enough = level_ + 1e-9 >= cost;
        if (enough) level_ -= cost;
        ++(enough ? served : refused);
        const auto number = [](double value) { return std::to_string(value); };
        return reply(200, json_type,
                     (enough
                          ? std::string(R"({"data":{"a":1})")
                          : std::string(R"({"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}])")) +
                         R"(,"extensions":{"cost":{"requestedQueryCost":)" + number(cost) + R"(,"actualQueryCost":)" +
                         (enough ? number(cost) : "null") + R"(,"throttleStatus":{"maximumAvailable":)" +
                         number(capacity_) + R"(,"currentlyAvailable":)" + number(std::floor(level_)) +
                         R"(,"restoreRate":)" + number(per_second_) + "}}}}");
    }

    int served = 0, refused = 0;

private:
    testing::simulation& world_;
    const double capacity_, per_second_;
    double level_;
    std::chrono::nanoseconds at_{0};
};

double cost_of(const testing::simulated_request& asked) {
    const auto at = asked.body.find("cost");
    return std::stod(asked.body.substr(at + 4));
}

/// Runs so many operations, each begun at its time; says how many succeeded, and when the last one did.
struct run_of_many {
    int succeeded = 0;
    std::chrono::nanoseconds end{0};
};
run_of_many run_many(http_scene& on, client& api,
                     const std::vector<std::pair<std::chrono::nanoseconds, request>>& all) {
    run_of_many seen;
    std::size_t done = 0;
    for (const auto& [when, operation] : all)
        on.world.after(when, [&, copy = operation] {
            asio::co_spawn(on.world.executor(), api.execute(copy), [&](std::exception_ptr failed, response answer) {
                ++done;
                seen.succeeded += !failed && answer.ok();
                seen.end = on.world.now();
            });
        });
    CHECK(on.world.run_until([&] { return done == all.size(); }));
    return seen;
}

request costing(int points) { return request("{ cost" + std::to_string(points) + " }"); }

double seconds_of(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

void check_bucket(const std::vector<std::pair<std::chrono::nanoseconds, request>>& all, double points,
                  int most_refused) {
    http_scene on;
    leaky_bucket bucket(on.world, 1000, 50);
    on.server.on_request([&](const auto& asked) { return bucket.ask(cost_of(asked)); });
    client api = on.connect(asking(on, throttle_of_shopify).http(http_options().max_connections(100)));
    const auto seen = run_many(on, api, all);
    CHECK(seen.succeeded == static_cast<int>(all.size()));
    CHECK(bucket.served == static_cast<int>(all.size()));
    CHECK(bucket.refused <= most_refused);
    const double best = (points - 1000) / 50;
    CHECK(seconds_of(seen.end) >= best - 1);
    CHECK(seconds_of(seen.end) <= best * 1.05);
}

} // namespace

TEST_CASE("throttle_of_shopify: a burst of equal queries takes as long as the bucket needs, with one refusal each") {
    std::vector<std::pair<std::chrono::nanoseconds, request>> all;
    for (int i = 0; i < 60; ++i) all.emplace_back(0s, costing(100));
    check_bucket(all, 6000, 60);
    for (auto& [when, operation] : all) operation = request("mutation " + operation.document());
    check_bucket(all, 6000, 60);
}

TEST_CASE("throttle_of_shopify: so do queries of different costs, in any order") {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        CAPTURE(seed);
        std::vector<std::pair<std::chrono::nanoseconds, request>> all;
        double points = 0;
        unsigned chance = seed;
        for (int i = 0; i < 100; ++i) {
            chance = chance * 1664525u + 1013904223u;
            const int cost = 10 + static_cast<int>((chance >> 16) % 290);
            points += cost;
            all.emplace_back(0s, costing(cost));
        }
        check_bucket(all, points, 200);
    }
}

TEST_CASE("throttle_of_shopify: and queries that come while others wait") {
    for (const int cost : {40, 130}) {
        std::vector<std::pair<std::chrono::nanoseconds, request>> all;
        for (int i = 0; i < 100; ++i) all.emplace_back(i * 100ms, costing(i % 2 ? cost : 70));
        check_bucket(all, 50 * cost + 50 * 70, 400);
    }
}

TEST_CASE("throttle_of_shopify: what can never be paid is final, and other errors are left alone") {
    http_scene on;
    leaky_bucket bucket(on.world, 1000, 50);
    on.server.on_request([&](const auto& asked) { return bucket.ask(cost_of(asked)); });
    CHECK(on.ask(asking(on, throttle_of_shopify), costing(2000)).errors().size() == 1);
    CHECK(bucket.refused == 1);
    http_scene wrong({reply(200, json_type, errors_text)});
    CHECK(wrong.ask(asking(wrong, throttle_of_shopify)).attempts() == 1);
    // Without the cost: a second at least.
    http_scene bare({reply(200, json_type, throttled_text), good()});
    CHECK(bare.ask(asking(bare, throttle_of_shopify)).ok());
    CHECK(bare.world.now() >= 1s);
    CHECK(bare.world.now() < 2s);
    for (
        const std::string odd :
        {R"({"cost":7})", R"({"cost":{"throttleStatus":[]}})",
         R"({"cost":{"requestedQueryCost":"x","throttleStatus":{"restoreRate":-1}}})",
         R"({"cost":{"requestedQueryCost":1,"throttleStatus":{"maximumAvailable":9,"currentlyAvailable":0,"restoreRate":0}}})"}) {
        const std::string errors = throttled_text;
        http_scene strange(
            {reply(200, json_type, errors.substr(0, errors.size() - 1) + R"(,"extensions":)" + odd + "}"), good()});
        CHECK(strange.ask(asking(strange, throttle_of_shopify)).ok());
    }
}

namespace {

/// GitHub's primary limit: so many requests a window.
class fixed_window {
public:
    fixed_window(testing::simulation& world, int limit, std::chrono::seconds window)
        : world_(world), limit_(limit), window_(window) {}

    simulated_reply ask(unsigned status) {
        const auto now = world_.now();
        const auto current = now / window_;
        if (current != number_) number_ = current, used_ = 0;
        const bool enough = used_ < limit_;
        if (enough) ++used_;
        ++(enough ? served : refused);
        const auto reset = 1767225600 + (current + 1) * window_.count(); // when a simulation begins
        const headers fields{{"X-RateLimit-Limit", std::to_string(limit_)},
                             {"X-RateLimit-Remaining", std::to_string(limit_ - used_)},
                             {"X-RateLimit-Reset", std::to_string(reset)}};
        if (enough) return reply(200, json_type, one_text, fields);
        return status == 200
                   ? reply(200, json_type,
                           R"({"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]})", fields)
                   : reply(status, json_type, R"({"message":"API rate limit exceeded"})", fields);
    }

    int served = 0, refused = 0;

private:
    testing::simulation& world_;
    const int limit_;
    const std::chrono::seconds window_;
    std::int64_t number_ = 0;
    int used_ = 0;
};

} // namespace

TEST_CASE("throttle_of_github: what a window does not take is sent in the next ones") {
    for (const unsigned status : {200u, 403u, 429u}) {
        CAPTURE(status);
        http_scene on;
        fixed_window window(on.world, 50, 3600s);
        on.server.on_request([&](const auto&) { return window.ask(status); });
        client api = on.connect(asking(on, throttle_of_github).http(http_options().max_connections(100)));
        std::vector<std::pair<std::chrono::nanoseconds, request>> all;
        for (int i = 0; i < 220; ++i) all.emplace_back(1800s + i * 1s, i % 2 ? query : mutation);
        const auto seen = run_many(on, api, all);
        CHECK(seen.succeeded == 220);
        CHECK(window.served == 220);
        const double best = 4 * 3600 - 1800; // from the first one on
        CHECK(seconds_of(seen.end) - 1800 >= best);
        CHECK(seconds_of(seen.end) - 1800 <= best * 1.05);
    }
}

TEST_CASE("throttle_of_github: the secondary limit is waited out, ever longer, and not for ever") {
    const auto told =
        reply(403, json_type, R"({"message":"You have exceeded a secondary rate limit."})", {{"Retry-After", "77"}});
    http_scene on({told, good()});
    CHECK(on.ask(asking(on, throttle_of_github), mutation).attempts() == 2);
    CHECK(on.world.now() >= 77s);
    CHECK(on.world.now() < 78s);
    for (const auto& silent :
         {reply(403, json_type, R"({"message":"You have exceeded a secondary rate limit."})"),
          reply(200, json_type, R"({"errors":[{"message":"You have exceeded a secondary rate limit."}]})")}) {
        http_scene grows({silent, silent, silent, good()});
        CHECK(grows.ask(asking(grows, throttle_of_github)).attempts() == 4);
        CHECK(grows.world.now() >= 420s); // 60 + 120 + 240
        CHECK(grows.world.now() < 421s);
        http_scene always({silent});
        try {
            always.ask(asking(always, throttle_of_github));
        } catch (const error& refused) {
            CHECK(refused.http_status() == 403u);
        }
        CHECK(always.requests.size() == 5);
    }
}

TEST_CASE("throttle_of_github: other errors are left alone, with the last of the limit used, too") {
    http_scene wrong(
        {reply(200, json_type, errors_text, {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "1767229200"}})});
    CHECK(wrong.ask(asking(wrong, throttle_of_github)).attempts() == 1);
    http_scene partial({reply(200, json_type, both_text, {{"X-RateLimit-Remaining", "0"}})});
    CHECK(partial.ask(asking(partial, throttle_of_github)).attempts() == 1);
    http_scene away({reply(502, "text/html", "<html>"), good()});
    CHECK(away.ask(asking(away, throttle_of_github)).attempts() == 2);
    CHECK(away.world.now() < 2s);
}

TEST_CASE("retry_if: a request's own takes the place of the client's") {
    http_scene on({reply(404, "text/plain", "gone"), good()});
    const auto never = [](const failed_attempt&, const retry_verdict&) { return retry_verdict(retry_class::final); };
    const auto once = [](const failed_attempt& seen, const retry_verdict&) {
        return retry_verdict(retry_class::refused).attempts(seen.attempts() + 1);
    };
    client api = on.connect(asking(on, never));
    CHECK(on.ask(api, request(mutation).retry_if(once)).attempts() == 2);
    on.answers({reply(404, "text/plain", "gone")});
    CHECK(on.refused(api, mutation).attempts() == 1);
}
