#include "idle_memory.hpp"

#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <malloc.h>

#include <chrono>
#include <exception>
#include <stdexcept>
#include <string>

namespace corogql::bench {

namespace {

/// Of the main thread's arena, which the server's thread does not use, and of large blocks.
double heap_in_use() {
    const auto info = ::mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
}

asio::awaitable<void> wait_for_one(subscription events) {
    while (true) { // g++ 12 makes a trap of `while (co_await …) {}`
        const auto event = co_await events.next();
        if (!event) co_return;
    }
}

void end_loudly(std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
}

} // namespace

double bytes_per_idle_subscription(std::size_t count) {
    using namespace std::chrono_literals;
    testing::server server;
    server.inject(testing::fault::on_operation().ignore().standing());
    asio::io_context loop(1);
    client_options options(server.url());
    options.single_threaded(true);
    client api(loop.get_executor(), options);
    const request operation("subscription($after: Int = 0) { count(after: $after, to: 1000000) }");
    const auto start = [&](std::size_t more) {
        for (std::size_t i = 0; i < more; ++i) {
            auto named = operation;
            named.variable("after", i);
            asio::co_spawn(loop, wait_for_one(api.subscribe(std::move(named))), end_loudly);
        }
    };
    const auto settle = [&](std::size_t last) {
        const auto name = "\"after\":" + std::to_string(last) + '}';
        const auto all_started = [&](const auto& record) {
            return !record.messages.empty() && record.messages.back().find(name) != std::string::npos;
        };
        for (int turn = 0; !server.wait_until(all_started, 0ms); ++turn) {
            if (turn == 1000) throw std::runtime_error("the server did not see all subscriptions");
            loop.run_for(10ms);
        }
        loop.run_for(100ms); // the writer gives its buffer back
    };
    start(1); // what a client and its socket need
    settle(0);
    const auto before = heap_in_use();
    start(count);
    settle(count - 1);
    if (const auto alive = api.statistics().operations; alive != count + 1)
        throw std::runtime_error("only " + std::to_string(alive) + " subscriptions are alive");
    return (heap_in_use() - before) / static_cast<double>(count);
}

} // namespace corogql::bench
