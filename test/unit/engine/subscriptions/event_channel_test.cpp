#include "engine/subscriptions/event_channel.hpp"

#include <corogql/detail/take_with_token.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/system_executor.hpp>

#include <doctest/doctest.h>

using namespace corogql;
namespace asio = boost::asio;

namespace {

struct fake_engine : engine::event_channel::listener {
    void on_left(const std::shared_ptr<engine::event_channel>&) override { ++told; }
    void on_room(const std::shared_ptr<engine::event_channel>&) override {}
    int told = 0;
};

std::shared_ptr<engine::event_channel> stream_on(asio::io_context& engine) {
    using kept = transport::kept<asio::any_io_executor>;
    auto executor = std::make_shared<asio::any_io_executor>(engine.get_executor());
    return std::make_shared<engine::event_channel>(std::make_shared<const kept>(engine, std::move(executor)),
                                                   subscribe_options(), protocol::operation_kind::subscription, 512);
}

} // namespace

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
