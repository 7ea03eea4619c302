// Found from outside: failures that get lost, queues without an end, and resumptions that resume nothing.
#include "../pages/paged_scene.hpp"
#include "streamed_support.hpp"

#include <corogql/compose.hpp>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <variant>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

/// One event, and a second later the end with an error.
void deny(scene& on) {
    on.server.on_subscribe([&](auto link, const auto& operation) {
        link.next(operation.id, count_data(1));
        on.world.after(1s,
                       [link, id = operation.id]() mutable { link.error(id, R"([{"message":"permission denied"}])"); });
    });
}

/// next() beside a timer, until one of them gives something else than the timer.
template <class Source>
asio::awaitable<int> next_or_timer(simulation& world, Source& from) {
    using namespace asio::experimental::awaitable_operators;
    for (int timers = 0; timers < 5; ++timers) {
        auto item = from.next();
        auto pause = world.sleep(5s);
        auto either = co_await (std::move(item) || std::move(pause));
        if (either.index() == 0) co_return std::get<0>(either) ? timers : -1;
    }
    co_return 5;
}

template <class Source>
void check_keeps_failure(scene& on, Source& from, error_kind kind) {
    CHECK(on.world.run(next_or_timer(on.world, from)) == 0); // the event
    CHECK(on.world.run(next_or_timer(on.world, from)) == 5); // never a clean end
    for (int again = 0; again < 3; ++again) {
        const auto seen = caught([&] { on.world.run(from.next(), 1s); });
        CHECK(to_string(seen.kind()) == to_string(kind));
        CHECK(from.done());
        if constexpr (requires { from.try_next(); })
            CHECK(to_string(caught([&] { from.try_next(); }).kind()) == to_string(kind));
    }
    from.close();
    CHECK(!on.world.run(from.next(), 1s));
}

int count_of(const event& from) { return from.data_as<int>("count"); }

asio::awaitable<int> count_later(event&& from) { co_return from.data_as<int>("count"); }

asio::awaitable<void> one_and_an_error(yielder<int>& out) {
    co_await out.yield(1);
    throw error(error_kind::config, "that was all");
}

/// A source that keeps no more of the contract than it must.
class plain_source {
public:
    explicit plain_source(subscription from) : from_(std::move(from)) {}
    asio::awaitable<std::optional<event>> next() { return from_.next(); }

private:
    subscription from_;
};

} // namespace

TEST_CASE("FW4: the failure of a subscription is thrown again and again, so none is lost under next() || timer") {
    scene on;
    deny(on);
    client api = on.connect();
    auto stream = counts(api);
    check_keeps_failure(on, stream, error_kind::graphql);
}

TEST_CASE("FW4: so it is with generators, whatever they are made of") {
    const std::vector<std::function<generator<int>(client&)>> all = {
        [](client& api) { return counts(api) | map(&count_of); },
        [](client& api) { return counts(api) | map(&count_later); },
        [](client& api) { return counts(api) | filter([](const event&) { return true; }) | map(&count_of); },
        [](client& api) { return counts(api) | take(10) | map(&count_of); },
        [](client& api) {
            return counts(api) | buffer(1, 1s) | map([](std::vector<event> few) { return count_of(few.at(0)); });
        },
        [](client& api) {
            return merge(counts(api), counts(api)) |
                   filter([first = true](const event&) mutable { return std::exchange(first, false); }) |
                   map(&count_of);
        },
        [](client& api) { return generator<event>(plain_source(counts(api))) | map(&count_of); }};
    for (std::size_t i = 0; i < all.size(); ++i) {
        CAPTURE(i);
        scene on;
        deny(on);
        client api = on.connect();
        auto made = all[i](api);
        if (i == 6) { // it cannot tell whether that was the end
            CHECK(on.world.run(made.next()) == 1);
            for (int again = 0; again < 3; ++again)
                CHECK(caught([&] { on.world.run(made.next(), 5s); }).kind() == error_kind::graphql);
            continue;
        }
        check_keeps_failure(on, made, error_kind::graphql);
    }
}

TEST_CASE("FW4: so it is with what a generator's own function throws") {
    scene on;
    auto body = generate<int>(&one_and_an_error);
    check_keeps_failure(on, body, error_kind::config);

    deny(on);
    client api = on.connect();
    int given = 0;
    auto mapped = counts(api) | map([&given](const event& from) {
                      if (given++ == 1) throw error(error_kind::config, "no more");
                      return count_of(from);
                  });
    on.server.on_subscribe([](auto link, const auto& operation) {
        for (const int value : {1, 2}) link.next(operation.id, count_data(value));
    });
    auto batches = counts(api) | map([&given](const event& from) {
                       if (given++ == 1) throw error(error_kind::config, "no more");
                       return count_of(from);
                   }) |
                   buffer(1, 1s);
    check_keeps_failure(on, mapped, error_kind::config);
    given = 0;
    check_keeps_failure(on, batches, error_kind::config);
}

TEST_CASE_FIXTURE(paged_scene,
                  "FW4: pages that cannot go on say so again and again; a page that failed is asked for anew") {
    answer(numbers(6, 2));
    client api = connect_once();
    auto all = api.paginate(numbers_document(), page_options().max_pages(1));
    CHECK(world.run(all.next()));
    for (int again = 0; again < 3; ++again) {
        CHECK(caught([&] { world.run(all.next(), 1s); }).kind() == error_kind::limit);
        CHECK(all.done());
    }
    all.close();
    CHECK(!world.run(all.next(), 1s));
}

TEST_CASE("FW9: a day of lost links is one notice for a consumer who takes nothing, and it tells of them all") {
    scene on;
    on.world.tracing(false);
    on.server.on_subscribe([&](auto link, const auto&) { on.world.after(11s, [link]() mutable { link.drop(); }); });
    client api = on.connect();
    auto stream = counts(api, subscribe_options().notices(true).buffer(10));
    on.world.run_for(24h);
    const auto waiting = stream.statistics();
    CHECK(waiting.queued == 1);
    CHECK(waiting.resubscribed > 5'000);
    const auto notice = stream.try_next();
    REQUIRE(notice);
    REQUIRE(notice->notice());
    CHECK(notice->notice()->interruptions == waiting.resubscribed);
    CHECK(notice->notice()->attempts >= waiting.resubscribed);
    CHECK(notice->notice()->down == waiting.interrupted);
    CHECK(waiting.interrupted + 11s * waiting.resubscribed <= 24h); // each outage counts from its own loss
    CHECK(notice->notice()->gap());
}

TEST_CASE("FW9: notices with an event between them stay apart, where they belong") {
    scene on;
    on.server.on_subscribe([&](auto link, const auto& operation) {
        if (link.number() % 2 == 1) link.next(operation.id, count_data(static_cast<int>(link.number())));
        on.world.after(1s, [link]() mutable { link.drop(); });
        if (link.number() == 5) on.server.on_subscribe([](auto, const auto&) {});
    });
    client api = on.connect(backoff_options().initial(0s).retries(4));
    auto stream = counts(api, subscribe_options().notices(true));
    on.world.run_for(1min);
    CHECK(on.next(stream) == 1);
    for (const int value : {3, 5}) {
        const auto notice = stream.try_next();
        REQUIRE(notice);
        REQUIRE(notice->notice());
        CHECK(notice->notice()->interruptions == 2);
        CHECK(on.next(stream) == value);
    }
    const auto last = stream.try_next();
    REQUIRE(last);
    REQUIRE(last->notice());
    CHECK(last->notice()->interruptions == 1);
    CHECK(!stream.try_next());
}

namespace {

const request resumable("subscription($after: Int) { count(after: $after) }");

error refused(client& api, const request& operation, subscribe_options options) {
    return caught([&] { api.subscribe(operation, std::move(options)); });
}

/// Loses the first link, and gives the notice of the second.
stream_notice notice_after_loss(scene& on, subscribe_options options) {
    on.server.on_subscribe([&](auto link, const auto& operation) {
        link.next(operation.id, count_data(static_cast<int>(link.number())));
        if (link.number() == 1) on.world.after(1s, [link]() mutable { link.drop(); });
    });
    client api = on.connect();
    auto stream = api.subscribe(resumable, options.notices(true));
    CHECK(on.next(stream) == 1);
    const auto event = on.world.run(stream.next(), 1min);
    REQUIRE(event);
    REQUIRE(event->notice());
    return *event->notice();
}

} // namespace

TEST_CASE("resumption: what cannot resume is refused by subscribe()") {
    scene on;
    client api = on.connect();
    for (const char* pointer : {"data/count", "", "count", "#/data/count", "/data/~count"}) {
        CAPTURE(pointer);
        const auto seen = refused(api, resumable, subscribe_options().resume(pointer, "after"));
        CHECK(to_string(seen.kind()) == "usage");
        CHECK(says(seen, "JSON pointer"));
    }
    for (const char* variable : {"befor", "", "after2.offset", "$after"}) {
        CAPTURE(variable);
        const auto seen = refused(api, resumable, subscribe_options().resume("/data/count", variable));
        CHECK(to_string(seen.kind()) == "usage");
        CHECK(says(seen, "variable"));
    }
    // Of several operations the chosen one's variables count.
    request two("query a($after: Int) { a } subscription b($other: Int) { b }");
    two.operation_name("b");
    CHECK(refused(api, two, subscribe_options().resume("/data/b", "after")).kind() == error_kind::usage);
    api.subscribe(two, subscribe_options().resume("/data/b", "other"));
    api.subscribe(request("subscription($in: Input!) { a }"), subscribe_options().resume("/data/a", "in.page.offset"));
}

TEST_CASE("resumption: a queue of nothing and negative times are refused by subscribe()") {
    scene on;
    client api = on.connect();
    const request plain("subscription { count }");
    CHECK(refused(api, plain, subscribe_options().buffer(0)).kind() == error_kind::usage);
    CHECK(refused(api, plain, subscribe_options().buffer_bytes(0)).kind() == error_kind::usage);
    CHECK(refused(api, plain, subscribe_options().stall_timeout(-1ns)).kind() == error_kind::usage);
    CHECK(refused(api, plain, subscribe_options().first_event_timeout(-1s)).kind() == error_kind::usage);
    auto hurried = plain;
    hurried.timeout(-1s);
    CHECK(refused(api, hurried, subscribe_options()).kind() == error_kind::usage);
}

TEST_CASE("resumption: resumed means that a value was found and set; otherwise there is a gap") {
    const auto resumed = [](subscribe_options options) {
        scene on;
        const auto notice = notice_after_loss(on, std::move(options));
        CHECK(notice.gap() == !notice.resumed);
        return notice.resumed;
    };
    CHECK(resumed(subscribe_options().resume("/data/count", "after")));
    CHECK_FALSE(resumed(subscribe_options().resume("/data/offset", "after"))); // no event has it
    CHECK(resumed(subscribe_options().resume("/data/offset", "after").start_from(7)));
    CHECK(resumed(subscribe_options().resume([](json::object& variables, const response* last) {
        if (last) variables["after"] = last->data().at("count");
    })));
    CHECK_FALSE(resumed(subscribe_options().resume([](json::object&, const response*) {})));
    CHECK_FALSE(resumed(subscribe_options()));
}

TEST_CASE("resumption: a hook that sets the same again, as no event came meanwhile, has resumed as well") {
    scene on;
    on.server.on_subscribe([&](auto link, const auto& operation) {
        if (link.number() == 1) link.next(operation.id, count_data(1));
        if (link.number() < 3) on.world.after(1s, [link]() mutable { link.drop(); });
    });
    client api = on.connect();
    subscribe_options options;
    options.notices(true).resume([](json::object& variables, const response* last) {
        if (last) variables["after"] = last->data().at("count");
    });
    auto stream = api.subscribe(resumable, options);
    CHECK(on.next(stream) == 1);
    for (int i = 0; i < 2; ++i) {
        const auto event = on.world.run(stream.next(), 1min);
        REQUIRE(event);
        REQUIRE(event->notice());
        CHECK(event->notice()->resumed);
    }
}

TEST_CASE("resumption: a renewal that found nothing to resume behind keeps its notice, one that did has none") {
    for (const char* pointer : {"/data/count", "/data/offset"}) {
        CAPTURE(pointer);
        scene on;
        on.server.on_subscribe([&](auto link, const auto& operation) {
            link.next(operation.id, count_data(static_cast<int>(link.number())));
        });
        client api = on.connect(on.options().credentials([](bool) -> asio::awaitable<credentials> {
            credentials given;
            given.authorization("token").valid_for(10min);
            co_return given;
        }));
        auto stream = api.subscribe(resumable, subscribe_options().resume(pointer, "after").notices(true));
        CHECK(on.next(stream) == 1);
        auto event = on.world.run(stream.next(), 1h);
        REQUIRE(event);
        CHECK(on.server.accepted() == 2);
        if (std::string_view(pointer) == "/data/offset") {
            REQUIRE(event->notice());
            CHECK(event->notice()->gap());
            event = on.world.run(stream.next(), 1h);
            REQUIRE(event);
        }
        CHECK(event->data_as<int>("count") == 2);
    }
}

TEST_CASE("resumption: a queue that was full and found nothing to resume behind tells of a gap") {
    scene on;
    on.server.on_subscribe([&](auto link, const auto& operation) {
        for (int i = 0; i < 20; ++i) link.next(operation.id, count_data(i));
    });
    client api = on.connect();
    auto stream = api.subscribe(resumable, subscribe_options().resume("/data/offset", "after").notices(true).buffer(5));
    on.world.run_for(5s);
    std::optional<event> notice;
    for (int i = 0; i < 30 && !notice; ++i)
        if (auto item = on.world.run(stream.next(), 1min); item && item->notice()) notice = std::move(item);
    REQUIRE(notice);
    CHECK(notice->notice()->why == stream_notice::cause::overflow);
    CHECK(notice->notice()->gap());
}
