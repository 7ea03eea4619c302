#include "engine/stream.hpp"

#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

using namespace corogql;
namespace asio = boost::asio;

TEST_CASE("stream: the engine is told of close() once, and before a consumer can see the end") {
    asio::io_context loop;
    const auto events = std::make_shared<detail::stream>(loop.get_executor(), subscribe_options(), 512);
    int told = 0;
    bool end_in_sight = false;
    detail::stream::listener engine;
    engine.closed = [&] {
        ++told;
        end_in_sight = events->done() || events->ended();
    };
    events->listen(std::move(engine));
    events->close();
    events->close();
    CHECK(told == 1);
    CHECK_FALSE(end_in_sight);
    CHECK(events->done());
}

TEST_CASE("stream: one that has ended is not unsubscribed") {
    asio::io_context loop;
    const auto events = std::make_shared<detail::stream>(loop.get_executor(), subscribe_options(), 512);
    int told = 0;
    detail::stream::listener engine;
    engine.closed = [&] { ++told; };
    events->listen(std::move(engine));
    events->finish();
    events->close();
    CHECK(told == 0);
}
