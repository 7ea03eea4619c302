#include "engine/stream.hpp"

#include <corogql/subscription.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

using namespace corogql;
namespace asio = boost::asio;

namespace {

struct fake_engine : detail::stream::listener {
    void on_left(const std::shared_ptr<detail::stream>& events) override {
        ++told;
        end_in_sight = events->done() || events->ended();
    }
    void on_room(const std::shared_ptr<detail::stream>&) override {}
    int told = 0;
    bool end_in_sight = false;
};

} // namespace

TEST_CASE("stream: the engine is told of close() once, and before a consumer can see the end") {
    asio::io_context loop;
    const auto events = std::make_shared<detail::stream>(
        std::make_shared<const asio::any_io_executor>(loop.get_executor()), subscribe_options(), 512);
    const auto engine = std::make_shared<fake_engine>();
    events->listen(engine);
    events->close();
    events->close();
    CHECK(engine->told == 1);
    CHECK_FALSE(engine->end_in_sight);
    CHECK(events->done());
}

TEST_CASE("stream: one that has ended is not unsubscribed") {
    asio::io_context loop;
    const auto events = std::make_shared<detail::stream>(
        std::make_shared<const asio::any_io_executor>(loop.get_executor()), subscribe_options(), 512);
    const auto engine = std::make_shared<fake_engine>();
    events->listen(engine);
    events->finish();
    events->close();
    CHECK(engine->told == 0);
}

TEST_CASE("stream: a consumer whose loop has gone in mid-wait is not woken, and another one may come") {
    asio::io_context engine;
    const auto events = std::make_shared<detail::stream>(
        std::make_shared<const asio::any_io_executor>(engine.get_executor()), subscribe_options(), 512);
    int ended = 0;
    const auto on_end = [&](std::exception_ptr failure, const std::optional<event>& item) {
        CHECK(!failure);
        CHECK(!item);
        ++ended;
    };
    {
        asio::io_context gone;
        asio::co_spawn(gone, detail::take_next(events), on_end);
        gone.poll();
    }
    {
        asio::io_context gone;
        detail::start_next(events, gone.get_executor(), on_end);
        gone.poll();
    }
    CHECK(ended == 0);
    asio::io_context loop;
    asio::co_spawn(loop, detail::take_next(events), on_end);
    loop.poll();
    events->finish();
    loop.run();
    CHECK(ended == 1);
}
