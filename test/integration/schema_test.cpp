// Schemas are loaded by all faces, over real sockets.
#include "../support/caught.hpp"
#include "../support/run_loop.hpp"

#include <corogql/blocking_client.hpp>
#include <corogql/load_schema.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/deferred.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

using namespace corogql;
using namespace corogql::testing;
using corogql::test::caught;

namespace {

constexpr const char* told_sdl = "type Query {\n  hello: String\n}";

server_options telling() { return server_options().schema(served_schema(told_sdl)); }

} // namespace

TEST_CASE("load_schema: blocking") {
    server server(telling());
    blocking_client api(server.url());
    const auto known = load_schema(api);
    CHECK(known.sdl() == told_sdl);

    blocking_client checked(client_options(server.url()).check_against(known));
    CHECK(checked.execute(request("{ hello }")).ok());
    CHECK(caught([&] { checked.execute(request("{ hallo }")); }).kind() == error_kind::usage);
    CHECK(caught([&] { checked.subscribe(request("{ hallo }")); }).kind() == error_kind::usage);
    CHECK(caught([&] {
              auto pages = checked.paginate(request("{ hallo }"));
              for (const auto& page : pages) (void)page;
          }).kind() == error_kind::usage);
}

TEST_CASE("load_schema: awaited, on the client's executor and on another one") {
    server server(telling());
    asio::io_context loop;
    client api(loop.get_executor(), server.url());
    CHECK(run(loop, load_schema(api)).sdl() == told_sdl);
    auto work = std::make_optional(asio::make_work_guard(loop)); // what comes from the pool is waited for
    loop.restart();
    std::thread running([&] { loop.run(); });
    asio::thread_pool pool(1);
    CHECK(asio::co_spawn(pool, load_schema(api), asio::use_future).get().sdl() == told_sdl);
    work.reset();
    running.join();
}

TEST_CASE("load_schema: futures of many threads, which then share the schema") {
    server server(telling());
    asio::thread_pool pool(2);
    client api(pool.get_executor(), server.url());
    const auto known = async_load_schema(api, asio::use_future).get();
    auto later = async_load_schema(api, asio::deferred);
    CHECK(std::move(later)(asio::use_future).get().diff(known).empty());
    std::vector<std::thread> threads;
    std::atomic<int> good{0};
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([known, &good] {
            for (int n = 0; n < 50; ++n)
                if (known.validate("{ hello }").empty() && known.validate("{ hallo }").size() == 1) ++good;
        });
    for (auto& thread : threads) thread.join();
    CHECK(good == 200);
    api.async_close(asio::use_future).get();
    pool.join();
}

TEST_CASE("load_schema: a client that has gone") {
    asio::io_context loop;
    client api(loop.get_executor(), "http://127.0.0.1:1/");
    client moved(std::move(api));
    auto known = async_load_schema(api, asio::use_future);
    CHECK(caught([&] { known.get(); }).kind() == error_kind::usage);
}
