#include "engine/subscriptions/event_channel.hpp"

#include "protocol/graphql/result_text.hpp"
#include "values/json/scanner.hpp"

#include <corogql/compose.hpp>
#include <corogql/detail/take_with_token.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/system_executor.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace corogql;
namespace asio = boost::asio;

namespace {

struct fake_engine : engine::event_channel::listener {
    void on_left(const std::shared_ptr<engine::event_channel>&) override { ++told; }
    void on_room(const std::shared_ptr<engine::event_channel>&) override {}
    int told = 0;
};

std::shared_ptr<engine::event_channel> stream_on(asio::io_context& engine, bool guarded = true) {
    using kept = transport::kept<asio::any_io_executor>;
    auto executor = std::make_shared<asio::any_io_executor>(engine.get_executor());
    return std::make_shared<engine::event_channel>(std::make_shared<const kept>(engine, std::move(executor)),
                                                   subscribe_options(), protocol::operation_kind::subscription,
                                                   client_options("ws://127.0.0.1").single_threaded(!guarded));
}

using streams = std::vector<std::shared_ptr<engine::event_channel>>;

streams streams_on(asio::io_context& engine, std::size_t count, bool guarded = true) {
    streams made;
    while (made.size() < count) made.push_back(stream_on(engine, guarded));
    return made;
}

/// An asked_often counts how often its stream was asked.
class asked_often final : public detail::adaptor<event, event> {
public:
    asked_often(std::shared_ptr<detail::sequence<event>> from, int& times) : adaptor(std::move(from)), times_(times) {}
    std::optional<event> try_next() override {
        ++times_;
        return from().try_next();
    }

private:
    int& times_;
};

generator<event> merged(const streams& all, int& asked) {
    std::vector<generator<event>> sources;
    for (const auto& each : all) sources.emplace_back(std::make_shared<asked_often>(each, asked));
    return merge(std::move(sources));
}

/// A stumbling stream throws the first item that it meets of this text, and goes on; more comes while it does.
class stumbling final : public detail::adaptor<event, event> {
public:
    stumbling(std::shared_ptr<engine::event_channel> from, std::string at, std::function<void()> meanwhile)
        : adaptor(std::move(from)), at_(std::move(at)), meanwhile_(std::move(meanwhile)) {}
    std::optional<event> try_next() override {
        auto item = from().try_next();
        if (!item || item->data_text() != at_) return item;
        at_.clear();
        meanwhile_();
        throw std::runtime_error("stumbled");
    }

private:
    std::string at_;
    std::function<void()> meanwhile_;
};

void push(const std::shared_ptr<engine::event_channel>& to, int number) {
    const auto text = R"({"data":)" + std::to_string(number) + "}";
    detail::json_scanner scanner(text, 512);
    to->push(protocol::read_result_text(scanner));
}

asio::awaitable<void> take_all(generator<event> from, std::vector<int>& into) {
    while (const auto event = co_await from.next()) into.push_back(std::stoi(std::string(event->data_text())));
}

void run_all(asio::io_context& loop) {
    loop.restart();
    loop.poll();
}

} // namespace

TEST_CASE("streams: of many that are merged only those are asked that have something, in turns") {
    for (const bool guarded : {true, false}) {
        CAPTURE(guarded);
        asio::io_context loop;
        const auto all = streams_on(loop, 1000, guarded);
        int asked = 0;
        std::vector<int> taken;
        asio::co_spawn(loop, take_all(merged(all, asked), taken), asio::detached);
        run_all(loop);
        CHECK(asked == 1000);
        push(all[7], 70);
        push(all[7], 71);
        push(all[5], 50);
        push(all[999], 9990);
        push(all[7], 72);
        run_all(loop);
        CHECK(taken == std::vector<int>{70, 50, 9990, 71, 72});
        push(all[5], 51);
        run_all(loop);
        CHECK(taken.back() == 51);
        CHECK(asked == 1006);
        for (const auto& each : all) each->finish();
        run_all(loop);
        CHECK(loop.stopped());
        CHECK(asked == 2006);
    }
}

TEST_CASE("streams: what comes while a merged one is being asked is neither lost nor taken twice") {
    for (const bool guarded : {true, false}) {
        CAPTURE(guarded);
        asio::io_context loop;
        const auto all = streams_on(loop, 2, guarded);
        std::vector<generator<event>> sources;
        for (const auto& each : all) {
            auto wanted = [each, pushed = 0](const event& asked) mutable {
                if (pushed < 20) push(each, ++pushed);
                return asked.data_text() != "3" && asked.data_text() != "4";
            };
            sources.push_back(filter(generator<event>(each), std::move(wanted)));
        }
        std::vector<int> taken;
        asio::co_spawn(loop, take_all(merge(std::move(sources)), taken), asio::detached);
        run_all(loop);
        for (const auto& each : all) push(each, 0);
        run_all(loop);
        CHECK(taken.size() == 2 * (21 - 2));
        for (const auto& each : all) push(each, 21);
        run_all(loop);
        CHECK(std::count(taken.begin(), taken.end(), 21) == 2);
        for (const auto& each : all) each->finish();
        run_all(loop);
        CHECK(loop.stopped());
        std::sort(taken.begin(), taken.end());
        for (std::size_t i = 0; i < taken.size(); i += 2) CHECK(taken[i] == taken[i + 1]);
        CHECK(std::unique(taken.begin(), taken.end()) - taken.begin() == 20);
    }
}

TEST_CASE("streams: what comes for one while the others are asked in vain is not left lying") {
    for (const bool guarded : {true, false}) {
        CAPTURE(guarded);
        asio::io_context loop;
        const auto all = streams_on(loop, 3, guarded);
        std::vector<generator<event>> sources;
        for (const auto& each : all)
            sources.push_back(filter(generator<event>(each), [&](const event& asked) {
                if (asked.data_text() == "-1") push(all[2], 5);
                return asked.data_text() == "5";
            }));
        std::vector<int> taken;
        asio::co_spawn(loop, take_all(merge(std::move(sources)), taken), asio::detached);
        run_all(loop);
        push(all[0], -1);
        push(all[1], -2);
        run_all(loop);
        CHECK(taken == std::vector<int>{5});
    }
}

TEST_CASE("streams: a merged one that takes so many, and one that fails, end what they are in") {
    for (const bool guarded : {true, false}) {
        CAPTURE(guarded);
        asio::io_context loop;
        const auto all = streams_on(loop, 3, guarded);
        std::vector<int> taken;
        auto some_of_all =
            merge(generator<event>(all[0]) | take(2), generator<event>(all[1]), generator<event>(all[2]));
        std::exception_ptr failure;
        asio::co_spawn(loop, take_all(std::move(some_of_all), taken),
                       [&](std::exception_ptr why) { failure = std::move(why); });
        run_all(loop);
        for (int i = 0; i < 3; ++i) push(all[0], i);
        run_all(loop);
        CHECK(taken == std::vector<int>{0, 1});
        push(all[2], 20);
        all[1]->fail(std::make_exception_ptr(std::runtime_error("no")));
        push(all[2], 21);
        run_all(loop);
        CHECK(taken == std::vector<int>{0, 1, 20, 21});
        CHECK_THROWS_AS(std::rethrow_exception(failure), std::runtime_error);
        for (const auto& each : all) CHECK(each->done());
    }
}

TEST_CASE("streams: of one that fails and goes on nothing comes behind its failure") {
    for (const bool guarded : {true, false}) {
        CAPTURE(guarded);
        asio::io_context loop;
        const auto all = streams_on(loop, 2, guarded);
        generator<event> bad(std::make_shared<stumbling>(all[0], "1", [&] { push(all[0], 2); }));
        auto both = merge(std::move(bad), generator<event>(all[1]));
        push(all[0], 1);
        push(all[1], 10);
        push(all[1], 11);
        std::vector<int> taken;
        std::exception_ptr failure;
        asio::co_spawn(loop, take_all(std::move(both), taken),
                       [&](std::exception_ptr why) { failure = std::move(why); });
        run_all(loop);
        CHECK(taken == std::vector<int>{10, 11});
        CHECK_THROWS_AS(std::rethrow_exception(failure), std::runtime_error);
    }
}

TEST_CASE("streams: a failure that is the end stays so in batches, though it came while the stream was asked") {
    asio::io_context loop;
    const auto one = stream_on(loop);
    auto fails_when_asked = [&](const event&) {
        one->fail(std::make_exception_ptr(std::runtime_error("no")));
        return false;
    };
    auto batches = filter(generator<event>(one), fails_when_asked) | buffer(2, std::chrono::hours(1));
    push(one, 1);
    CHECK_THROWS_AS(batches.try_next(), std::runtime_error);
    CHECK_THROWS_AS(batches.try_next(), std::runtime_error);
    CHECK(batches.done());
}

TEST_CASE("streams: batches of one that rings are made as of any other") {
    asio::io_context loop;
    const auto one = stream_on(loop);
    auto batches = generator<event>(one) | buffer(2, std::chrono::hours(1)) |
                   map([](const std::vector<event>& batch) { return static_cast<int>(batch.size()); });
    CHECK(!batches.try_next());
    std::vector<int> sizes;
    const auto take_sizes = [](generator<int> from, std::vector<int>& into) -> asio::awaitable<void> {
        while (const auto size = co_await from.next()) into.push_back(*size);
    };
    asio::co_spawn(loop, take_sizes(std::move(batches), sizes), asio::detached);
    run_all(loop);
    for (int i = 0; i < 3; ++i) push(one, i);
    run_all(loop);
    CHECK(sizes == std::vector<int>{2});
    push(one, 3);
    run_all(loop);
    CHECK(sizes == std::vector<int>{2, 2});
    push(one, 4);
    one->finish();
    run_all(loop);
    CHECK(sizes == std::vector<int>{2, 2, 1});
    CHECK(loop.stopped());
}

TEST_CASE("stream: the engine is told of close() once, before what a consumer does that sees the end") {
    asio::io_context loop;
    const auto events = stream_on(loop);
    const auto engine = std::make_shared<fake_engine>();
    events->listen(engine);
    int told_before = 0;
    detail::take_with_token<event>(events, loop.get_executor(), [&](std::exception_ptr, const std::optional<event>&) {
        told_before = engine->told;
    });
    loop.poll();
    events->close();
    events->close();
    CHECK(events->done());
    loop.restart();
    loop.poll();
    CHECK(engine->told == 1);
    CHECK(told_before == 1);
}

TEST_CASE("stream: one that has ended is not unsubscribed") {
    asio::io_context loop;
    const auto events = stream_on(loop);
    const auto engine = std::make_shared<fake_engine>();
    events->listen(engine);
    events->finish();
    events->close();
    loop.poll();
    CHECK(engine->told == 0);
}

TEST_CASE("stream: a consumer whose loop has gone in mid-wait is not woken, and another one may come") {
    asio::io_context engine;
    const auto events = stream_on(engine);
    int ended = 0;
    const auto on_end = [&](std::exception_ptr failure, const std::optional<event>& item) {
        CHECK(!failure);
        CHECK(!item);
        ++ended;
    };
    {
        asio::io_context gone;
        asio::co_spawn(gone, detail::take_next<event>(events), on_end);
        gone.poll();
    }
    {
        asio::io_context gone;
        detail::take_with_token<event>(events, gone.get_executor(), on_end);
        gone.poll();
    }
    CHECK(ended == 0);
    asio::io_context loop;
    asio::co_spawn(loop, detail::take_next<event>(events), on_end);
    loop.poll();
    events->finish();
    loop.run();
    CHECK(ended == 1);
}

TEST_CASE("stream: one that outlives the engine's context can be left, and says nothing to it") {
    const auto engine = std::make_shared<fake_engine>();
    auto loop = std::make_unique<asio::io_context>();
    const auto events = stream_on(*loop);
    events->listen(engine);
    loop.reset();
    CHECK(events->executor() == asio::system_executor());
    events->close();
    CHECK(events->done());
    CHECK(engine->told == 0);
}

TEST_CASE("stream: of one thread is waited for where its engine runs, elsewhere, and there again") {
    asio::io_context loop, elsewhere;
    const auto events = stream_on(loop, false);
    std::vector<int> taken;
    int pushed = 0;
    for (asio::io_context* const consumer : {&loop, &elsewhere, &loop}) {
        for (int i = 0; i < 2; ++i) {
            const auto note = [&](std::exception_ptr, const std::optional<event>& item) {
                taken.push_back(item ? std::stoi(std::string(item->data_text())) : -1);
            };
            asio::co_spawn(*consumer, detail::take_next<event>(events), note);
            for (auto* each : {&loop, &elsewhere}) run_all(*each);
            CHECK(static_cast<int>(taken.size()) == pushed);
            push(events, ++pushed);
            run_all(*consumer);
        }
    }
    CHECK(taken == std::vector<int>{1, 2, 3, 4, 5, 6});
}

TEST_CASE("stream: of one thread is waited for on others once its engine's context has gone") {
    auto loop = std::make_unique<asio::io_context>();
    const auto events = stream_on(*loop, false);
    loop.reset();
    std::promise<bool> ended;
    generator<event> handle(events);
    handle.async_next([&](std::exception_ptr, const std::optional<event>& item) { ended.set_value(!item); });
    events->finish();
    CHECK(ended.get_future().get());
}
