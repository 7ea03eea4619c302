#include "engine/stream.hpp"

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
