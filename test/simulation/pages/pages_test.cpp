// The generator itself: ahead or not, cancelled, closed, with callbacks, and when its client goes away.
#include "../../support/cancelled_often.hpp"
#include "paged_scene.hpp"
#include "values/json/scanner.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

using namespace corogql;
using namespace corogql::test;

namespace {

using page_outcome = outcome_of<page>;

asio::awaitable<int> sum_of(pages all) {
    int sum = 0;
    while (const auto taken = co_await all.next())
        for (const int each : taken->items_as<int>()) sum += each;
    co_return sum;
}

} // namespace

TEST_CASE_FIXTURE(paged_scene, "pages: nothing is asked before the first next(), and one page at each") {
    answer(numbers(5, 2));
    client api = connect();
    auto all = api.paginate(numbers_document());
    world.run_for(1min);
    CHECK(asked.empty());
    CHECK(!all.done());
    CHECK(!all.cursor());
    CHECK(take(all) == list{1, 2});
    world.run_for(1min);
    CHECK(asked.size() == 1);
    CHECK(world.run(sum_of(std::move(all))) == 3 + 4 + 5);
    CHECK(all.done()); // moved from
}

TEST_CASE_FIXTURE(paged_scene, "pages: prefetch asks for one page ahead, and none behind the limit or the last") {
    answer(numbers(100, 2));
    client api = connect();
    auto all = api.paginate(numbers_document(), page_options().prefetch(true).limit(5));
    world.run_for(1min);
    CHECK(asked.empty());
    CHECK(take(all) == list{1, 2});
    CHECK(all.cursor() == json::value(2)); // what was not taken does not count
    world.run_for(1min);
    CHECK(asked.size() == 2);
    const auto before = world.now();
    CHECK(take(all) == list{3, 4});
    CHECK(world.now() == before); // it was there
    CHECK(take(all) == list{5});
    CHECK(!take(all));
    world.run_for(1min);
    CHECK(asked.size() == 3);

    asked.clear();
    answer(numbers(2, 2));
    auto single = api.paginate(numbers_document(), page_options().prefetch(true));
    CHECK(take(single) == list{1, 2});
    world.run_for(1min);
    CHECK(asked.size() == 1);
}

TEST_CASE_FIXTURE(paged_scene, "pages: a next() that is cancelled loses nothing, prefetched or not") {
    delay = 10s;
    for (const bool prefetch : {false, true}) {
        CAPTURE(prefetch);
        answer(numbers(4, 2));
        client api = connect();
        auto all = api.paginate(numbers_document(), page_options().prefetch(prefetch));
        CHECK(take(all) == list{1, 2});
        page_outcome step;
        asio::cancellation_signal cancel;
        all.async_next(asio::bind_cancellation_slot(cancel.slot(), step.handler()));
        world.run_for(5s);
        CHECK(!step.done);
        cancel.emit(asio::cancellation_type::terminal);
        world.run_for(1s);
        CHECK(step.done);
        CHECK(is_aborted(step.failure));
        CHECK(all.cursor() == json::value(2));
        CHECK(take(all) == list{3, 4});
        CHECK(!take(all));
    }
}

TEST_CASE_FIXTURE(paged_scene,
                  "pages: the request of a cancelled next() goes on, and try_next() gives what came of it") {
    delay = 10s;
    answer(numbers(4, 2));
    client api = connect();
    auto all = api.paginate(numbers_document());
    CHECK(!all.try_next()); // which asks for nothing
    page_outcome step;
    asio::cancellation_signal cancel;
    all.async_next(asio::bind_cancellation_slot(cancel.slot(), step.handler()));
    world.run_for(1s);
    cancel.emit(asio::cancellation_type::total); // of any type
    world.run_for(1s);
    CHECK(is_aborted(step.failure));
    CHECK(!all.try_next());
    world.run_for(10s);
    CHECK(!all.cursor());
    CHECK(all.try_next().value().items_as<int>() == list{1, 2});
    CHECK(all.cursor() == json::value(2));
    CHECK(asked.size() == 1);
    CHECK(take(all) == list{3, 4});
    CHECK(all.done());
    CHECK(!all.try_next());
}

TEST_CASE_FIXTURE(paged_scene, "pages: a cancellation at any moment loses no page") {
    answer(numbers(4, 2));
    int taken = 0, cancelled = 0;
    for (const bool prefetch : {false, true})
        for (int moment = 0; moment < 60; ++moment) {
            CAPTURE(prefetch);
            CAPTURE(moment);
            client api = connect();
            auto all = api.paginate(numbers_document(), page_options().prefetch(prefetch));
            CHECK(take(all) == list{1, 2});
            page_outcome step;
            asio::cancellation_signal cancel;
            asio::co_spawn(world.executor(), all.next(), asio::bind_cancellation_slot(cancel.slot(), step.handler()));
            int steps = 0;
            world.run_until([&] { return step.done || steps++ == moment; });
            cancel.emit(asio::cancellation_type::terminal);
            world.run_until([&] { return step.done; });
            if (step.item)
                CHECK(step.item->items_as<int>() == list{3, 4});
            else
                CHECK(take(all) == list{3, 4});
            (step.item ? taken : cancelled) += 1;
            CHECK(!take(all));
        }
    CHECK(taken > 0);
    CHECK(cancelled > 3);
}

TEST_CASE_FIXTURE(paged_scene, "pages: a cancellation while the answer crosses to the consumer's loop loses no page") {
    answer(numbers(4, 2));
    client api = connect();
    auto all = api.paginate(numbers_document());
    CHECK(take(all) == list{1, 2});
    asio::io_context loop;
    page_outcome step;
    asio::cancellation_signal cancel;
    asio::co_spawn(loop, all.next(), asio::bind_cancellation_slot(cancel.slot(), step.handler()));
    loop.poll();
    asio::post(loop, [&] { cancel.emit(asio::cancellation_type::terminal); });
    world.run_for(1min); // the answer is there, behind the cancellation
    CHECK(asked.size() == 2);
    loop.restart();
    loop.poll();
    CHECK(step.done);
    CHECK(is_aborted(step.failure));
    CHECK(take(all) == list{3, 4});
}

TEST_CASE_FIXTURE(paged_scene,
                  "pages: close() and the handle's end give a waiting next() the end, and stop what is ahead") {
    delay = 10s;
    answer(numbers(100, 2));
    for (const bool destroyed : {false, true}) {
        CAPTURE(destroyed);
        client api = connect();
        page_outcome step;
        auto all = std::make_unique<pages>(api.paginate(numbers_document()));
        all->async_next(step.handler());
        world.run_for(5s);
        destroyed ? all.reset() : all->close();
        world.run_for(1s);
        CHECK(step.done);
        CHECK(!step.failure);
        CHECK(!step.item);
        if (all) CHECK(all->done());
    }
    client api = connect();
    asked.clear();
    std::size_t open = 0;
    {
        auto ahead = api.paginate(numbers_document(), page_options().prefetch(true));
        CHECK(take(ahead) == list{1, 2});
        world.run_for(5s);
        CHECK(asked.size() == 2);
        open = server.connections().size();
    }
    world.run_for(1s);
    CHECK(server.connections().size() == open - 1); // the request under way was given up with its connection
}

TEST_CASE_FIXTURE(paged_scene, "pages: a second consumer is refused, the first one gets its page") {
    delay = 10s;
    answer(numbers(4, 2));
    client api = connect();
    auto all = api.paginate(numbers_document());
    page_outcome first;
    all.async_next(first.handler());
    world.run_for(1s);
    CHECK(failure(all).kind() == error_kind::usage);
    CHECK(world.run_until([&] { return first.done; }));
    REQUIRE(first.item);
    CHECK(first.item->items_as<int>() == list{1, 2});
    CHECK(take(all) == list{3, 4});
}

TEST_CASE_FIXTURE(
    paged_scene,
    "pages: a closed client ends a page under way; the next one may follow; a client that is gone ends all") {
    for (const bool prefetch : {false, true}) {
        CAPTURE(prefetch);
        delay = 10s;
        answer(numbers(100, 2));
        auto api = std::make_unique<client>(connect());
        auto all = api->paginate(numbers_document(), page_options().prefetch(prefetch));
        CHECK(take(all) == list{1, 2});
        page_outcome step;
        all.async_next(step.handler());
        world.run_for(5s);
        world.run(api->close());
        world.run_for(1s);
        REQUIRE(step.done);
        CHECK(caught([&] { std::rethrow_exception(step.failure); }).kind() == error_kind::cancelled);
        CHECK(take(all) == list{3, 4}); // new work may follow
        api.reset();
        world.run_for(1s);
        CHECK(failure(all).kind() == error_kind::cancelled);
        const auto before = asked.size();
        CHECK(failure(all).kind() == error_kind::cancelled);
        world.run_for(1min);
        CHECK(asked.size() == before);
    }
}

TEST_CASE_FIXTURE(paged_scene, "pages: over the websocket as well") {
    server.on_subscribe([&](auto link, const auto& operation) {
        const auto page = numbers(5, 2)(0, operation.variables);
        link.next_result(operation.id, page);
        link.complete(operation.id);
    });
    client api = connect(options().operations_over_websocket(true));
    CHECK(world.run(sum_of(api.paginate(numbers_document()))) == 15);
    CHECK(server.accepted() == 1);
}

TEST_CASE_FIXTURE(paged_scene, "pages: a page that lies deep is a page like any other; its deadline and close() hold") {
    constexpr int depth = 400;
    std::string deep = R"({"data":)", end;
    for (int i = 0; i < depth; ++i) deep += "{\"a\":", end += '}';
    std::string items = "1";
    for (int i = 0; i < 20'000; ++i) items += ",1";
    deep += "{\"nodes\":[" + items + R"(],"pageInfo":{"hasNextPage":true,"endCursor":1}}})" + end;
    answer([&](int, auto&) { return deep; });
    auto settings = options();
    settings.timeout(20s);
    client api = connect(std::move(settings));
    auto all = api.paginate(numbers_document());
#ifndef NDEBUG
    detail::json_scanner::bytes_passed = 0;
#endif
    CHECK(take(all).value().size() == 20'001);
#ifndef NDEBUG
    CHECK(detail::json_scanner::bytes_passed < 10 * deep.size()); // the simulated server reads as well
#endif
    delay = 1h;
    const auto before = world.now();
    const auto late = failure(all);
    CHECK(late.kind() == error_kind::timeout);
    CHECK(world.now() - before == 20s);
    page_outcome step;
    all.async_next(step.handler());
    world.run_for(5s);
    all.close();
    CHECK(all.done());
    world.run_for(1s);
    CHECK(step.done);
    CHECK(!step.failure);
    CHECK(!step.item);
}

TEST_CASE("pages: a handle to nothing has none") {
    testing::simulation world;
    pages none;
    CHECK(none.done());
    CHECK(!none.cursor());
    CHECK(!world.run(none.next()));
}
