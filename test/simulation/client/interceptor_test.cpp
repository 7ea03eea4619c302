// Code of the user's around each HTTP attempt.
#include "../support.hpp"

#include <corogql/interceptors.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/system/system_error.hpp>

#include <functional>
#include <future>
#include <map>
#include <stdexcept>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;

namespace {

/// Writes down what it sees, under a name.
class witness : public interceptor {
public:
    witness(std::vector<std::string>& diary, std::string name) : diary_(diary), name_(std::move(name)) {}

    asio::awaitable<void> before(http_attempt& attempt) override {
        diary_.push_back(name_ + " before " + std::to_string(attempt.number()) + " " + attempt.body());
        attempt.header("X-Seen", name_);
        co_return;
    }
    void after(const http_attempt& attempt, const http_outcome& outcome) noexcept override {
        diary_.push_back(name_ + " after " + std::to_string(attempt.number()) + " " +
                         std::to_string(outcome.http_status) + (outcome.failure ? " failed" : "") +
                         (outcome.answer ? " answered" : ""));
        took = outcome.took;
    }

    std::chrono::nanoseconds took{0};

private:
    std::vector<std::string>& diary_;
    const std::string name_;
};

std::string header_of(const simulated_request& request, const std::string& name) {
    std::string all;
    for (const auto& [key, value] : request.headers)
        if (key == name) all += value + ";";
    return all;
}

simulated_reply respond_with(unsigned status, std::string body) {
    simulated_reply answer;
    answer.status = status;
    answer.body = std::move(body);
    return answer;
}

} // namespace

TEST_CASE("interceptors: around each attempt, in order and back, and the last one's header wins") {
    scene on;
    std::vector<std::string> seen, diary;
    on.server.on_request([&](const simulated_request& request) {
        seen.push_back(header_of(request, "X-Seen"));
        return seen.size() == 1 ? respond_with(500, "no") : respond_with(200, R"({"data":{"a":1}})");
    });
    const auto outer = std::make_shared<witness>(diary, "outer");
    auto options = on.options().intercept(outer).intercept(std::make_shared<witness>(diary, "inner"));
    client api = on.connect(options);
    CHECK(on.world.run(api.execute(request("{a}"))).attempts() == 2);
    CHECK(seen == std::vector<std::string>{"inner;", "inner;"});
    CHECK(diary == std::vector<std::string>{R"(outer before 1 {"query":"{a}"})", R"(inner before 1 {"query":"{a}"})",
                                            "inner after 1 500 failed", "outer after 1 500 failed",
                                            R"(outer before 2 {"query":"{a}"})", R"(inner before 2 {"query":"{a}"})",
                                            "inner after 2 200 answered", "outer after 2 200 answered"});
}

namespace {

class thrower : public interceptor {
public:
    explicit thrower(std::function<void()> act) : act_(std::move(act)) {}
    asio::awaitable<void> before(http_attempt&) override {
        act_();
        co_return;
    }

private:
    std::function<void()> act_;
};

class sleeper : public interceptor {
public:
    explicit sleeper(simulation& world) : world_(world) {}
    asio::awaitable<void> before(http_attempt&) override { co_await world_.sleep(1h); }

private:
    simulation& world_;
};

} // namespace

TEST_CASE("interceptors: one that refuses ends the attempt before anything is sent, and those before it are told") {
    scene on;
    std::vector<std::string> diary;
    on.server.on_request([&](const simulated_request&) { return respond_with(200, R"({"data":{"a":1}})"); });
    auto refuse = std::make_shared<thrower>([] { throw error(error_kind::usage, "not today"); });
    client api = on.connect(on.options().intercept(std::make_shared<witness>(diary, "first")).intercept(refuse));
    const auto failure = caught([&] { on.world.run(api.execute(request("mutation {a}"))); });
    CHECK(says(failure, "not today"));
    CHECK(!failure.possibly_executed());
    CHECK(on.server.accepted() == 0);
    REQUIRE(diary.size() == 2);
    CHECK(diary[1] == "first after 1 0 failed");
}

TEST_CASE("interceptors: whatever else one throws ends the operation, and those before it are told") {
    scene on;
    std::vector<std::string> diary, lines;
    const auto first = std::make_shared<witness>(diary, "first");
    const auto log = log_attempts([&](std::string_view line) { lines.emplace_back(line); });
    auto foreign = std::make_shared<thrower>([] { throw std::out_of_range("mine"); });
    client api = on.connect(on.options().intercept(first).intercept(log).intercept(foreign));
    const auto failure = caught([&] { on.world.run(api.execute(request("{a}"))); });
    CHECK(failure.kind() == error_kind::callback);
    CHECK(says(failure, "an interceptor threw: mine"));
    REQUIRE(diary.size() == 2);
    CHECK(diary[1] == "first after 1 0 failed");
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find("mine") != std::string::npos);
}

TEST_CASE("interceptors: one that waits is bounded by the deadline, and a header that cannot be sent is refused") {
    scene on;
    client slow = on.connect(on.options().timeout(5s).intercept(std::make_shared<sleeper>(on.world)));
    const auto late = caught([&] { on.world.run(slow.execute(request("{a}"))); });
    CHECK(to_string(late.kind()) == "timeout");
    CHECK(on.world.now() == 5s);
    class smuggler : public interceptor {
        asio::awaitable<void> before(http_attempt& attempt) override {
            attempt.header("X-A", "b\r\nHost: evil");
            co_return;
        }
    };
    client bad = on.connect(on.options().intercept(std::make_shared<smuggler>()));
    CHECK(to_string(caught([&] { on.world.run(bad.execute(request("{a}"))); }).kind()) == "config");
    CHECK(on.server.accepted() == 0);
}

namespace {

/// Takes no notice of being cancelled.
class stubborn : public interceptor {
public:
    stubborn(simulation& world, std::chrono::nanoseconds time) : world_(world), time_(time) {}
    asio::awaitable<void> before(http_attempt&) override {
        co_await asio::this_coro::throw_if_cancelled(false);
        try {
            co_await world_.sleep(time_);
        } catch (const boost::system::system_error&) {
            // As if nothing had happened.
        }
    }

private:
    simulation& world_;
    const std::chrono::nanoseconds time_;
};

} // namespace

TEST_CASE("interceptors: after the deadline, or a close(), no further one is asked, whatever those before it do") {
    for (const auto& [takes, closed] : std::map<std::chrono::seconds, bool>{{5s, false}, {6s, false}, {7s, true}}) {
        CAPTURE(takes.count());
        scene on;
        std::vector<std::string> diary;
        const auto first = std::make_shared<stubborn>(on.world, takes);
        auto options = on.options().timeout(closed ? 0s : 5s).intercept(first);
        client api = on.connect(options.intercept(std::make_shared<witness>(diary, "next")));
        auto answer = api.async_execute(request("{a}"), asio::use_future);
        on.world.run_for(1s);
        if (closed) on.world.run(api.close());
        on.world.run_for(2h);
        REQUIRE(answer.wait_for(0s) == std::future_status::ready);
        CHECK(to_string(caught([&] { answer.get(); }).kind()) == (closed ? "cancelled" : "timeout"));
        CHECK(diary.empty());
    }
}

TEST_CASE("interceptors: the URL is the one that is asked, with its query, also after a redirect") {
    scene on;
    int asked = 0;
    on.server.on_request([&](const simulated_request&) {
        if (asked++ > 0) return respond_with(200, R"({"data":{"a":1}})");
        auto moved = respond_with(307, "");
        moved.headers = {{"Location", "/moved?key=1"}};
        return moved;
    });
    class reader : public interceptor {
    public:
        asio::awaitable<void> before(http_attempt& attempt) override {
            urls.push_back(attempt.url());
            co_return;
        }
        std::vector<std::string> urls;
    };
    const auto seen = std::make_shared<reader>();
    client api = on.connect(client_options("http://user:secret@server/graphql?tenant=7").intercept(seen));
    CHECK(on.world.run(api.execute(request("{a}"))).ok());
    CHECK(seen->urls == std::vector<std::string>{"http://server/graphql?tenant=7", "http://server/moved?key=1"});
}

TEST_CASE("interceptors: close() and the client's end interrupt one that waits") {
    for (const bool destroyed : {false, true}) {
        CAPTURE(destroyed);
        scene on;
        std::optional<client> api(on.connect(on.options().intercept(std::make_shared<sleeper>(on.world))));
        auto answer = api->async_execute(request("mutation {a}"), asio::use_future);
        on.world.run_for(1s);
        if (destroyed)
            api.reset();
        else
            on.world.run(api->close());
        on.world.run_for(1ms);
        REQUIRE(answer.wait_for(0s) == std::future_status::ready);
        const auto failure = caught([&] { answer.get(); });
        CHECK(to_string(failure.kind()) == "cancelled");
        CHECK(failure.attempts() == 1);
        CHECK(!failure.possibly_executed());
    }
}

TEST_CASE("limit_rate: a burst, then evenly, in order, also for two clients together") {
    scene on;
    std::vector<std::chrono::nanoseconds> at;
    on.server.on_request([&](const simulated_request&) {
        at.push_back(on.world.now());
        return respond_with(200, R"({"data":{"a":1}})");
    });
    const auto limit = limit_rate(10, 3);
    client one = on.connect(on.options().intercept(limit)), two = on.connect(on.options().intercept(limit));
    std::vector<std::future<response>> answers;
    for (int i = 0; i < 10; ++i) answers.push_back((i % 2 ? one : two).async_execute(request("{a}"), asio::use_future));
    on.world.run_for(10s);
    for (auto& each : answers) CHECK(each.get().ok());
    REQUIRE(at.size() == 10);
    CHECK(at[2] < 50ms);
    for (std::size_t i = 3; i < at.size(); ++i) {
        CHECK(at[i] >= (i - 2) * 100ms);
        CHECK(at[i] < (i - 2) * 100ms + 50ms);
    }
    CHECK(to_string(caught([] { limit_rate(0); }).kind()) == "usage");
}

namespace {

/// Who came through the limit, and when, in whole seconds.
class crowd {
public:
    crowd(std::shared_ptr<interceptor> limit, std::size_t clients) {
        on.server.on_request([this](const simulated_request& request) {
            const auto name = request.body.substr(request.body.find('{', 1) + 1, 1);
            came += name + std::to_string(std::chrono::floor<std::chrono::seconds>(on.world.now()).count()) + " ";
            return respond_with(200, R"({"data":{"a":1}})");
        });
        for (std::size_t i = 0; i < clients; ++i) clients_.push_back(on.connect(on.options().intercept(limit)));
    }

    /// A request for each letter, of one client and another.
    void ask(const std::string& names, std::chrono::nanoseconds limit = 0s) {
        for (const char name : names) {
            request operation("{" + std::string(1, name) + "}");
            auto forget = [](std::exception_ptr, response) {};
            clients_[stops_.size() % clients_.size()].async_execute(
                operation.timeout(limit), asio::bind_cancellation_slot(stops_[name].slot(), std::move(forget)));
            on.world.run_for(0s); // one after the other, whosever they are
        }
    }
    void cancel(const std::string& names) {
        for (const char name : names) stops_[name].emit(asio::cancellation_type::terminal);
    }

    scene on;
    std::string came;

private:
    std::vector<client> clients_;
    std::map<char, asio::cancellation_signal> stops_;
};

} // namespace

TEST_CASE("limit_rate: when one leaves, those behind it move up") {
    for (const std::size_t clients : {1u, 2u}) {
        CAPTURE(clients);
        crowd all(limit_rate(1), clients);
        all.ask("abcdefg");
        all.on.world.run_for(500ms);
        all.cancel("bd");
        all.on.world.run_for(1s);
        all.ask("h");
        all.on.world.run_for(1min);
        CHECK(all.came == "a0 c1 e2 f3 g4 h5 ");
    }
}

TEST_CASE("limit_rate: the turns of those at the end are free again, and of those whose time ran out") {
    crowd all(limit_rate(1), 2);
    all.ask("a");
    all.ask("bcd", 500ms);
    all.ask("e");
    all.on.world.run_for(600ms);
    all.ask("f");
    all.on.world.run_for(2s);
    all.ask("ghi");
    all.on.world.run_for(100ms);
    all.cancel("ihg");
    all.ask("j");
    all.on.world.run_for(1min);
    CHECK(all.came == "a0 e1 f2 j3 ");
}

TEST_CASE("log_attempts: one line each, without secrets") {
    scene on;
    int asked = 0;
    on.server.on_request([&](const simulated_request&) {
        return asked++ == 0 ? respond_with(503, "busy") : respond_with(200, R"({"data":{"a":1}})");
    });
    std::vector<std::string> lines;
    auto options = on.options().header("Authorization", "s3cret");
    client api = on.connect(options.intercept(log_attempts([&](std::string_view line) { lines.emplace_back(line); })));
    on.world.run(api.execute(request("query Runs($t: String) {a}").operation_name("Runs").variable("t", "s3cret")));
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].starts_with("Runs, attempt 1: HTTP 503"));
    CHECK(lines[1].starts_with("Runs, attempt 2: HTTP 200 after "));
    for (const auto& line : lines) CHECK(line.find("s3cret") == std::string::npos);
}

TEST_CASE("sign_body: the HMAC of what is sent") {
    scene on;
    std::string signature, body;
    on.server.on_request([&](const simulated_request& request) {
        signature = header_of(request, "X-Hub-Signature-256");
        body = request.body;
        return respond_with(200, R"({"data":{"a":1}})");
    });
    client api = on.connect(on.options().intercept(sign_body("X-Hub-Signature-256", "key")));
    on.world.run(api.execute(request("{a}")));
    CHECK(body == R"({"query":"{a}"})");
    CHECK(signature == "sha256=b3882b1f8c5f2d76e87a5130a07ec9865ee895b0e76cda860bce9568c8f532ab;");
    body.clear();
    const auto refused = caught([&] {
        request upload_of_one("mutation { a }");
        on.world.run(api.execute(upload_of_one.attach("f", upload::bytes("x", "x"))));
    });
    CHECK(refused.kind() == error_kind::usage);
    CHECK(body.empty());
}
