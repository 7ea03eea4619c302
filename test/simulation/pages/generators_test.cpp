// Generators over subscriptions and pages, in virtual time: what reaches the server, and when a batch is due.
#include "../../support/cancelled_often.hpp"
#include "paged_scene.hpp"

#include <corogql/compose.hpp>

#include <boost/asio/detached.hpp>

#include <memory>

using namespace corogql;
using namespace corogql::test;
using namespace std::chrono_literals;

namespace {

using batch = std::vector<int>;

int count_of(const event& from) { return from.data_as<int>("count"); }
bool counts_odd(const event& from) { return count_of(from) % 2 != 0; }

class generator_scene : public paged_scene {
public:
    /// Each subscription gets the numbers from `begin` on, one after each of these times, then the end.
    void play(int begin, std::vector<std::chrono::milliseconds> times, std::string failure = "") {
        server.on_subscribe([this, begin, times, failure](auto link, const auto& operation) {
            subscribed = world.now();
            auto at = 0ms;
            int number = begin;
            for (const auto each : times) {
                world.after(at += each,
                            [link, id = operation.id, number]() mutable { link.next(id, count_data(number)); });
                ++number;
            }
            world.after(at + 1ms, [link, id = operation.id, failure]() mutable {
                failure.empty() ? link.complete(id) : link.error(id, failure);
            });
        });
    }

    template <class T>
    std::optional<T> next_of(generator<T>& from) {
        return world.run(from.next(), 2h);
    }
    /// Lets the next thing happen.
    void step() {
        int looks = 0;
        world.run_until([&looks] { return looks++ == 1; });
    }
    template <class T>
    outcome_of<T>& start(generator<T>& from, outcome_of<T>& waiting) {
        asio::co_spawn(world.executor(), from.next(), waiting.handler());
        world.run_for(5s);
        return waiting;
    }

    std::chrono::nanoseconds subscribed{0};
};

const std::vector<std::chrono::milliseconds> ten_times(10, 10ms);

} // namespace

TEST_CASE_FIXTURE(generator_scene, "generators: a pipeline goes on over a lost link, and take unsubscribes at once") {
    int connections = 0;
    server.on_subscribe([&](auto link, const auto& operation) {
        const int begin = 100 * ++connections;
        for (int i = 0; i < 4; ++i) link.next(operation.id, count_data(begin + i));
        if (connections == 1) link.drop();
    });
    client api = connect();
    auto odd = counts(api) | filter(&counts_odd) | map(&count_of) | corogql::take(3);
    CHECK(server.accepted() == 0);
    CHECK(next_of(odd) == 101);
    CHECK(next_of(odd) == 103);
    CHECK(next_of(odd) == 201);
    CHECK(odd.done());
    world.run_for(1s);
    CHECK(server.count("complete") == 1); // although 203 is in the queue, and the handle is there
    CHECK(!next_of(odd));
}

TEST_CASE_FIXTURE(generator_scene, "generators: a cancellation at any moment loses nothing of a subscription") {
    play(1, ten_times);
    int cancelled = 0;
    for (int moment = 0; moment < 30; ++moment)
        for (int which = 0; which < 4; ++which) {
            CAPTURE(moment);
            CAPTURE(which);
            client api = connect();
            const auto twice_later = [this](int number) -> asio::awaitable<int> {
                co_await world.sleep(3ms);
                co_return 2 * number;
            };
            const auto half = [](int number) { return number / 2; };
            generator<batch> all;
            if (which == 0) all = counts(api) | map(&count_of) | map([](int i) { return batch{i}; });
            if (which == 1) all = counts(api) | map(&count_of) | map(twice_later) | map(half) | buffer(1, 1s);
            if (which == 2) all = counts(api) | map(&count_of) | buffer(3, 25ms);
            if (which == 3)
                all = merge(counts(api) | map(&count_of) | filter([](int) { return true; }),
                            counts(api) | map([](const event&) { return 0; })) |
                      buffer(7, 5ms);
            const auto taken = take_all_cancelling<batch>(world.executor(), all, moment, [this] { step(); });
            CHECK(!taken.failure);
            CHECK(taken.dropped == 0);
            batch seen;
            int others = 0;
            for (const auto& each : taken.items)
                for (const int item : each) item == 0 ? void(++others) : seen.push_back(item);
            CHECK(seen == batch{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
            CHECK(others == (which == 3 ? 10 : 0));
            cancelled += taken.cancelled;
        }
    CHECK(cancelled > 100);
}

TEST_CASE_FIXTURE(generator_scene, "generators: a failure comes behind the events before it, and stays") {
    play(1, {0ms, 0ms, 0ms}, R"([{"message":"no"}])");
    client api = connect();
    for (const bool batches : {false, true}) {
        CAPTURE(batches);
        auto all = batches ? counts(api) | map(&count_of) | buffer(2, 1h)
                           : counts(api) | map(&count_of) | map([](int i) { return batch{i}; });
        batch seen;
        const auto failure = caught([&] {
            while (const auto each = next_of(all)) seen.insert(seen.end(), each->begin(), each->end());
        });
        check_error(failure, error_kind::graphql, error_phase::stream);
        CHECK(seen == batch{1, 2, 3});
        CHECK(caught([&] { next_of(all); }).kind() == error_kind::graphql);
        CHECK(all.done());
    }
}

TEST_CASE_FIXTURE(generator_scene,
                  "generators: merge's first failure comes behind what was there, others unsubscribe") {
    server.on_subscribe([](auto link, const auto& operation) {
        const bool bad = operation.document == "subscription { bad }";
        for (int i = 0; i < 3; ++i) link.next(operation.id, count_data((bad ? 10 : 20) + i));
        if (bad) link.error(operation.id, R"([{"message":"no"}])");
    });
    client api = connect();
    std::vector<subscription> streams;
    streams.push_back(api.subscribe(request("subscription { good }")));
    streams.push_back(api.subscribe(request("subscription { bad }")));
    auto all = merge(std::move(streams)) | map(&count_of);
    batch seen;
    const auto failure = caught([&] {
        while (const auto each = next_of(all)) seen.push_back(*each);
    });
    check_error(failure, error_kind::graphql, error_phase::stream);
    std::sort(seen.begin(), seen.end());
    CHECK(seen == batch{10, 11, 12, 20, 21, 22});
    CHECK(caught([&] { next_of(all); }).kind() == error_kind::graphql);
    world.run_for(1s);
    CHECK(server.count("complete") == 1);
}

TEST_CASE_FIXTURE(generator_scene, "generators: one that goes while it is waited for unsubscribes, and gives the end") {
    server.on_request([](const auto&) {
        testing::simulated_reply late;
        late.delay = 1h;
        return late;
    });
    server.on_subscribe([](auto link, const auto& operation) { link.next(operation.id, count_data(2)); });
    client api = connect();
    const auto ask = [&api](event) -> asio::awaitable<int> {
        request question("{ count }");
        const auto answer = co_await api.execute(std::move(question));
        co_return answer.data_as<int>("count");
    };
    for (const bool destroyed : {false, true})
        for (int which = 0; which < 4; ++which) {
            CAPTURE(destroyed);
            CAPTURE(which);
            generator<int> made;
            if (which == 0) made = counts(api) | filter(&counts_odd) | map(&count_of);
            if (which == 1) made = counts(api) | map(ask);
            if (which == 2)
                made = merge(counts(api) | filter(&counts_odd), counts(api) | filter(&counts_odd)) | map(&count_of);
            if (which == 3)
                made = counts(api) | buffer(2, 1h) | map([](const std::vector<event>& all) { return int(all.size()); });
            auto all = std::make_unique<generator<int>>(std::move(made));
            const auto before = server.count("complete");
            outcome_of<int> waiting;
            CHECK(!start(*all, waiting).done);
            const auto open = server.connections().size();
            destroyed ? all.reset() : all->close();
            world.run_for(1s);
            CHECK(waiting.done);
            CHECK(!waiting.item);
            CHECK(!waiting.failure);
            CHECK(server.count("complete") == before + (which == 2 ? 2 : 1));
            if (which == 1) CHECK(server.connections().size() == open - 1); // with the query that was under way
        }
}

TEST_CASE_FIXTURE(generator_scene,
                  "generators: buffer gives what has come within its time of the first, to the nanosecond") {
    play(1, {0ms, 10ms, 10ms, 10ms, 100ms, 0ms, 0ms, 5ms, 500ms});
    client api = connect();
    auto all = counts(api) | map(&count_of) | buffer(3, 15ms);
    const auto expect = [&](batch wanted, std::chrono::nanoseconds at) {
        CHECK(next_of(all) == wanted);
        CHECK(world.now() - subscribed == at + 1ms); // on its way
    };
    expect({1, 2}, 0ms + 15ms);
    expect({3, 4}, 20ms + 15ms);
    expect({5, 6, 7}, 130ms); // full
    expect({8}, 135ms + 15ms);
    expect({9}, 636ms - 0ms); // the end
    CHECK(!next_of(all));
}

TEST_CASE_FIXTURE(generator_scene,
                  "generators: a batch's time goes on passing when next() is cancelled or not called") {
    play(1, {0ms, 10ms, 10ms, 10ms, 10ms, 500ms});
    client api = connect();
    auto all = counts(api) | map(&count_of) | buffer(100, 35ms);
    outcome_of<batch> first;
    asio::cancellation_signal cancel;
    asio::co_spawn(world.executor(), all.next(), asio::bind_cancellation_slot(cancel.slot(), first.handler()));
    CHECK(world.run_until([&] { return subscribed > 0ns; }));
    world.run_for(16ms);
    world.after(0ms, [&] { cancel.emit(asio::cancellation_type::terminal); });
    world.run_for(2ms);
    CHECK(is_aborted(first.failure));
    const auto got = next_of(all);
    CHECK(got == batch{1, 2, 3, 4});
    CHECK(world.now() - subscribed == 36ms);
    world.run_for(200ms);
    const auto now = world.now();
    CHECK(!all.try_next()); // 5 was waited for ahead; its time begins now
    CHECK(next_of(all) == batch{5});
    CHECK(world.now() == now + 35ms);
}

TEST_CASE_FIXTURE(generator_scene, "generators: of pages; a page that failed is asked for again, through a pipeline") {
    answer([](int number, const json::object& variables) {
        return number == 2 ? std::string() : numbers(6, 2)(number, variables);
    });
    client api = connect_once();
    auto all = api.paginate(numbers_document()) | map([](const page& from) { return from.items_as<int>(); }) |
               corogql::take(3);
    CHECK(next_of(all) == list{1, 2});
    CHECK(caught([&] { next_of(all); }).kind() == error_kind::http);
    CHECK(next_of(all) == list{3, 4});
    CHECK(next_of(all) == list{5, 6});
    CHECK(asked.size() == 4);

    asked.clear();
    delay = 10s; // a batch does not make it ask twice
    answer(numbers(6, 2));
    auto batches = api.paginate(numbers_document()) | buffer(2, 5s);
    std::vector<std::size_t> sizes;
    while (const auto each = next_of(batches)) sizes.push_back(each->size());
    CHECK(sizes == std::vector<std::size_t>{1, 1, 1});
    CHECK(asked.size() == 3);
}

namespace {

/// A poll: the answer every hour, for as long as anybody asks.
asio::awaitable<void> poll_hourly(yielder<int>& out, testing::simulation& world, client& api) {
    for (bool first = true;; first = false) {
        if (!first) co_await world.sleep(1h);
        request question("{ count }");
        const auto answer = co_await api.execute(std::move(question));
        co_await out.yield(answer.data_as<int>("count"));
    }
}

} // namespace

TEST_CASE_FIXTURE(generator_scene, "generators: one of one's own that uses a client, beside a subscription") {
    int asked_for = 0;
    server.on_request([&](const auto&) {
        testing::simulated_reply reply;
        reply.body = "{\"data\":" + count_data(++asked_for) + "}";
        return reply;
    });
    server.on_subscribe([](auto link, const auto& operation) { link.next(operation.id, count_data(100)); });
    client api = connect();
    {
        auto all = merge(generate<int>(&poll_hourly, std::ref(world), std::ref(api)), counts(api) | map(&count_of));
        batch seen;
        for (int i = 0; i < 4; ++i) seen.push_back(next_of(all).value());
        std::sort(seen.begin(), seen.end());
        CHECK(seen == batch{1, 2, 3, 100});
        CHECK(world.now() < 2h + 1s);
        world.run_for(24h);
        CHECK(asked_for == 3); // nobody asks
    }
    world.run_for(1s);
    CHECK(server.count("complete") == 1);
}

TEST_CASE("generators: a world that ends in the middle takes all of it along") {
    const auto kept = std::make_shared<int>();
    for (int moment = 0; moment < 40; ++moment) {
        generator_scene scene;
        scene.play(1, ten_times);
        client api = scene.connect();
        const auto later = [kept, &scene](int number) -> asio::awaitable<int> {
            co_await scene.world.sleep(3ms);
            co_return number;
        };
        auto all = merge(counts(api) | map(&count_of) | map(later), counts(api) | map(&count_of)) | buffer(3, 4ms);
        asio::co_spawn(
            scene.world.executor(),
            [](generator<batch> from, std::shared_ptr<int>) -> asio::awaitable<void> {
                while (const auto each = co_await from.next()) CHECK(!each->empty());
            }(std::move(all), kept),
            asio::detached);
        for (int i = 0; i < moment; ++i) scene.step();
    }
    CHECK(kept.use_count() == 1);
}
