// Operations that share a request. cases.md lists all cases.
#include "http_support.hpp"

#include <corogql/interceptor.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/json/parse.hpp>

#include <stdexcept>

using namespace corogql;
using namespace corogql::test;

namespace {

using testing::simulated_request;

http_options batching(std::size_t most = 10) { return http_options().batch(10ms, most); }

request numbered(int n) { return request("query($n: Int) { a(n: $n) }").variable("n", n); }

std::string list_of(const std::vector<std::string>& results) {
    std::string list;
    for (const auto& each : results) (list += list.empty() ? '[' : ',') += each;
    return list + ']';
}

std::string data_of(std::int64_t n) { return R"({"data":{"a":)" + std::to_string(n) + "}}"; }

/// The number of each operation, in the order they lie in the request; not a list: one number.
std::vector<std::int64_t> numbers_in(const simulated_request& asked) {
    std::vector<std::int64_t> numbers;
    const auto body = json::parse(asked.body);
    const auto take = [&](const json::value& payload) {
        numbers.push_back(payload.at("variables").at("n").as_int64());
    };
    if (!body.is_array())
        take(body);
    else
        for (const auto& payload : body.as_array()) take(payload);
    return numbers;
}

simulated_reply echo(const simulated_request& asked) {
    std::vector<std::string> results;
    for (const auto n : numbers_in(asked)) results.push_back(data_of(n));
    return reply(200, graphql_type, asked.body.starts_with('[') ? list_of(results) : results.front());
}

simulated_reply late_echo(const simulated_request& asked) {
    auto late = echo(asked);
    late.delay = 1h;
    return late;
}

/// What became of operations 1 to `count`, asked for at once.
struct batch_scene : http_scene {
    using answer = std::function<simulated_reply(const simulated_request&)>;

    explicit batch_scene(answer how = echo) {
        server.on_request([this, how = std::move(how)](const simulated_request& asked) {
            requests.push_back(asked);
            return how(asked);
        });
    }

    struct outcome {
        std::optional<response> result;
        std::optional<error> failure;
    };

    std::vector<outcome> ask_all(client& api, int count, request (*make)(int) = numbered) {
        std::vector<outcome> all(static_cast<std::size_t>(count));
        int left = count;
        for (int n = 1; n <= count; ++n)
            api.async_execute(make(n), [&, n](std::exception_ptr failure, response result) {
                auto& mine = all[static_cast<std::size_t>(n - 1)];
                --left;
                if (!failure)
                    mine.result.emplace(std::move(result));
                else
                    mine.failure = caught([&] { std::rethrow_exception(failure); });
            });
        world.run_until([&] { return left == 0; }, 2h);
        return all;
    }

    void check_answered(const std::vector<outcome>& all) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            CAPTURE(i);
            REQUIRE(all[i].result);
            CHECK(all[i].result->data_as<std::size_t>("a") == i + 1);
        }
    }

    client batching_client(http_options http = batching()) { return connect(options().http(http)); }
};

request as_mutation(int n) { return request("mutation($n: Int) { a(n: $n) }").variable("n", n); }

TEST_CASE("B1: operations of one moment go as a list, at most so many, and get their results by their places") {
    batch_scene on;
    client api = on.batching_client(batching(3));
    const auto all = on.ask_all(api, 7);
    on.check_answered(all);
    REQUIRE(on.requests.size() == 3);
    CHECK(numbers_in(on.requests[0]) == std::vector<std::int64_t>{1, 2, 3});
    CHECK(numbers_in(on.requests[1]) == std::vector<std::int64_t>{4, 5, 6});
    CHECK(on.requests[2].body.starts_with('{')); // alone
    CHECK(field_of(on.requests[0], "Content-Type") == "application/json");
    CHECK(all[0].result->http_status() == 200);
    CHECK(all[0].result->header("Content-Type") == graphql_type);
    CHECK(api.statistics().requests == 7);
    CHECK(api.statistics().attempts == 3);
}

TEST_CASE("B1: an operation waits no longer than the window") {
    batch_scene on;
    client api = on.batching_client();
    const auto began = on.world.now();
    CHECK(on.ask(api, numbered(1)).ok());
    CHECK(on.world.now() - began < 20ms);
    CHECK(on.ask(api, numbered(2)).ok());
    CHECK(on.requests.size() == 2);
}

TEST_CASE("B1: a list of another length, and what is no list, fail all with the same words, once") {
    for (const auto& body : {list_of({data_of(1)}), list_of({data_of(1), data_of(2), data_of(3), data_of(4)}),
                             std::string(R"({"errors":[{"message":"no batches here"}]})"), std::string("[")}) {
        CAPTURE(body);
        batch_scene on([&](const simulated_request&) { return reply(200, graphql_type, body); });
        client api = on.batching_client();
        const auto all = on.ask_all(api, 3);
        for (const auto& each : all) {
            REQUIRE(each.failure);
            check_http(*each.failure, error_kind::protocol, 200);
            CHECK(says(*each.failure, "a batch of 3 operations"));
            CHECK(std::string_view(each.failure->what()) == all[0].failure->what());
        }
        CHECK(on.requests.size() == 1);
        if (body.starts_with('{')) CHECK(says(*all[0].failure, "no batches here"));
    }
}

TEST_CASE("B1: one that is malformed, or carries errors, is alone with that") {
    batch_scene on([](const simulated_request&) {
        return reply(200, graphql_type, list_of({data_of(1), R"({"neither":0})", errors_text}));
    });
    client api = on.batching_client();
    const auto all = on.ask_all(api, 3);
    CHECK(all[0].result->ok());
    REQUIRE(all[1].failure);
    check_http(*all[1].failure, error_kind::protocol, 200);
    CHECK(all[2].result->errors().at(0).message == "no");
}

TEST_CASE("B1: a batch may be large, and coded like any answer") {
    batch_scene on([](const simulated_request&) {
        const auto large = R"({"data":{"text":")" + std::string(200'000, 'x') + R"("}})";
        return reply(200, json_type, list_of({large, large, large}));
    });
    client api = on.batching_client();
    for (const auto& each : on.ask_all(api, 3)) {
        REQUIRE(each.result);
        CHECK(each.result->data_as<std::string>("text").size() == 200'000);
    }
}

TEST_CASE("B2: a batch that fails as a whole is taken apart: what may be repeated is, one by one") {
    for (const unsigned status : {500u, 502u, 504u}) {
        batch_scene on([&](const simulated_request& asked) {
            return asked.body.starts_with('[') ? reply(status, "text/html", "<html>") : echo(asked);
        });
        client api = on.batching_client();
        const auto all = on.ask_all(api, 3);
        on.check_answered(all);
        CHECK(all[0].result->attempts() == 2);
        CHECK(on.requests.size() == 4);

        on.requests.clear();
        for (const auto& each : on.ask_all(api, 3, as_mutation)) { // they may have run
            REQUIRE(each.failure);
            check_http(*each.failure, error_kind::http, status);
            CHECK(each.failure->possibly_executed());
        }
        CHECK(on.requests.size() == 1);
    }
    // What was refused did not run.
    batch_scene on([](const simulated_request& asked) {
        return asked.body.starts_with('[') ? reply(429, "text/plain", "later", {{"Retry-After", "7"}}) : echo(asked);
    });
    client api = on.batching_client();
    const auto began = on.world.now();
    on.check_answered(on.ask_all(api, 3, as_mutation));
    CHECK(on.world.now() - began >= 7s);
}

TEST_CASE("B2: a refusal that is final is everybody's") {
    batch_scene on([](const simulated_request&) { return reply(400, json_type, errors_text); });
    client api = on.batching_client();
    for (const auto& each : on.ask_all(api, 2)) {
        REQUIRE(each.failure);
        check_http(*each.failure, error_kind::protocol, 400);
        CHECK(each.failure->errors().at(0).message == "no");
    }
    CHECK(on.requests.size() == 1);
}

TEST_CASE("B2: results that are too large together are asked for one by one, as far as that does no harm") {
    batch_scene on([](const simulated_request& asked) {
        return asked.body.starts_with('[') ? reply(200, json_type, std::string(5000, ' ')) : echo(asked);
    });
    client api = on.connect(on.options().http(batching()).max_message_size(4000));
    const auto all = on.ask_all(api, 2);
    on.check_answered(all);
    CHECK(all[0].result->attempts() == 2);
    for (const auto& each : on.ask_all(api, 2, as_mutation)) {
        REQUIRE(each.failure);
        CHECK(each.failure->kind() == error_kind::limit);
    }
}

TEST_CASE("B2: a list that is refused says nothing about hashes") {
    batch_scene on([](const simulated_request& asked) {
        return asked.body.starts_with('[') ? reply(400, json_type, errors_text) : good();
    });
    client api = on.batching_client(batching().persisted_queries(true));
    for (const auto& each : on.ask_all(api, 2)) CHECK(each.failure);
    CHECK(on.requests.size() == 1);
    CHECK(on.ask(api, query).ok());
    CHECK(on.requests.back().body.find("sha256Hash") != std::string::npos);
}

TEST_CASE("B2: what an interceptor throws ends all of them with kind callback") {
    struct broken : interceptor {
        asio::awaitable<void> before(http_attempt&) override {
            throw std::runtime_error("broken");
            co_return;
        }
    };
    batch_scene on;
    client api = on.connect(on.options().http(batching()).intercept(std::make_shared<broken>()));
    int broke = 0;
    for (int n = 1; n <= 2; ++n)
        api.async_execute(numbered(n), [&](std::exception_ptr failure, const response&) {
            const auto seen = caught([&] { std::rethrow_exception(failure); });
            CHECK(to_string(seen.kind()) == "callback");
            CHECK(says(seen, "an interceptor threw: broken"));
            ++broke;
        });
    on.world.run_until([&] { return broke == 2; }, 1min);
    CHECK(broke == 2);
    CHECK(on.requests.empty());
}

TEST_CASE("B2: one operation whose credentials are refused asks for fresh ones, and goes once more") {
    std::vector<bool> asked_provider;
    batch_scene on([](const simulated_request& asked) {
        if (!asked.body.starts_with('[')) return echo(asked);
        return reply(
            200, graphql_type,
            list_of({data_of(1), R"({"errors":[{"message":"who?","extensions":{"code":"UNAUTHENTICATED"}}]})"}));
    });
    client api = on.connect(on.options().http(batching()).credentials(tokens(asked_provider)));
    const auto all = on.ask_all(api, 2);
    on.check_answered(all);
    CHECK(all[1].result->attempts() == 2);
    CHECK(asked_provider == std::vector<bool>{false, true});
    REQUIRE(on.requests.size() == 2);
    CHECK(field_of(on.requests[1], "Authorization") == "token 2");
}

TEST_CASE("B2: refused credentials are refreshed for a batch, too") {
    std::vector<bool> asked_provider;
    batch_scene on([](const simulated_request& asked) {
        return field_of(asked, "Authorization") == "token 1" ? reply(401, "text/plain", "who?") : echo(asked);
    });
    client api = on.connect(on.options().http(batching()).credentials(tokens(asked_provider)));
    on.check_answered(on.ask_all(api, 3));
    CHECK(asked_provider == std::vector<bool>{false, true});
    CHECK(on.requests.size() == 2);
}

TEST_CASE("B3: who leaves does not concern the others; a batch that nobody wants is given up") {
    batch_scene on(late_echo);
    client api = on.batching_client();
    // One leaves before the list is sent, one after it.
    asio::cancellation_signal early, late;
    int aborted = 0, answered = 0;
    const auto count = [&](std::exception_ptr failure, const response&) { ++(failure ? aborted : answered); };
    api.async_execute(numbered(1), asio::bind_cancellation_slot(early.slot(), count));
    api.async_execute(numbered(2), asio::bind_cancellation_slot(late.slot(), count));
    api.async_execute(numbered(3), count);
    api.async_execute(numbered(4), count);
    on.world.after(5ms, [&] { early.emit(asio::cancellation_type::terminal); });
    on.world.after(10min, [&] { late.emit(asio::cancellation_type::terminal); });
    on.world.run_until([&] { return answered == 2; }, 2h);
    CHECK(aborted == 2);
    REQUIRE(on.requests.size() == 1);
    CHECK(numbers_in(on.requests[0]) == std::vector<std::int64_t>{2, 3, 4});

    // All leave: the connection is closed.
    std::vector<asio::cancellation_signal> leave(2);
    aborted = 0;
    for (auto& each : leave) api.async_execute(numbered(5), asio::bind_cancellation_slot(each.slot(), count));
    on.world.after(1min, [&] {
        for (auto& each : leave) each.emit(asio::cancellation_type::terminal);
    });
    on.world.run_until([&] { return aborted == 2 && on.server.connections().empty(); }, 30min);
    CHECK(on.server.connections().empty());
}

TEST_CASE("B3: each keeps its own deadline") {
    batch_scene on(late_echo);
    client api = on.batching_client();
    const auto all = on.ask_all(api, 2, [](int n) { return numbered(n).timeout(n == 1 ? 30min : 90min); });
    REQUIRE(all[0].failure);
    check_error(*all[0].failure, error_kind::timeout, error_phase::receive);
    CHECK(all[0].failure->possibly_executed());
    CHECK(all[1].result->ok());
    CHECK(on.requests.size() == 1);
}

TEST_CASE("B3: closing the client ends those that wait for the window, and those under way") {
    batch_scene on(late_echo);
    for (const auto when : {5ms, 1000ms}) {
        client api = on.batching_client();
        on.world.after(when, [&] { api.async_close([](std::exception_ptr) {}); });
        for (const auto& each : on.ask_all(api, 2)) {
            REQUIRE(each.failure);
            CHECK(each.failure->kind() == error_kind::cancelled);
            CHECK(each.failure->possibly_executed() == (when == 1000ms));
        }
    }
}

TEST_CASE("B3: destroying the client ends what a batch left to be repeated") {
    batch_scene on([](const simulated_request& asked) {
        return asked.body.starts_with('[') ? reply(500, "text/html", "<html>") : late_echo(asked);
    });
    std::optional<client> api(on.batching_client());
    on.world.after(20s, [&] { api.reset(); });
    for (const auto& each : on.ask_all(*api, 2)) {
        REQUIRE(each.failure);
        CHECK(each.failure->kind() == error_kind::cancelled);
        CHECK(each.failure->attempts() == 2);
    }
    CHECK(on.requests.size() == 3);
}

TEST_CASE("B3: a client that is closed with patience lets those end that wait for the window, and their repetitions") {
    batch_scene on([](const simulated_request& asked) {
        return asked.body.starts_with('[') ? reply(500, "text/html", "<html>") : echo(asked);
    });
    client api = on.batching_client();
    on.world.after(5ms, [&] { api.async_close(1min, [](std::exception_ptr) {}); });
    on.check_answered(on.ask_all(api, 2));
    CHECK(on.requests.size() == 3);
}

TEST_CASE("B4: a subscription is refused before anything is sent; what has fields or files of its own goes alone") {
    batch_scene on;
    client api = on.batching_client();
    check_error(on.refused(api, request("subscription { a }")), error_kind::usage, error_phase::none);
    CHECK(on.requests.empty());
    on.ask_all(api, 2, [](int n) { return numbered(n).header("X-Own", "1"); });
    CHECK(on.requests.size() == 2);
}

} // namespace
