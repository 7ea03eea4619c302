#include "http.hpp"

#include "hand_written.hpp"
#include "workload.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_future.hpp>

#include <array>
#include <future>

namespace corogql::bench {

namespace {

namespace asio = boost::asio;

asio::awaitable<cost> run_all(const http_server& server, std::size_t requests) {
    asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
    const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(host), server.port());
    auto connecting = socket.async_connect(endpoint, asio::deferred);
    co_await std::move(connecting);
    socket.set_option(asio::ip::tcp::no_delay(true));
    socket.non_blocking(true);
    hand_written work(server.port());
    std::array<char, 16 * 1024> buffer;
    std::uint64_t sum = 0;
    const stopwatch watch;
    for (std::size_t i = 0; i < requests; ++i) {
        const auto& out = work.request();
        boost::system::error_code failed;
        const auto sent = socket.write_some(asio::buffer(out), failed);
        check(sent, out.size());
        std::optional<std::uint64_t> step;
        while (!step) {
            auto reading = socket.async_read_some(asio::buffer(buffer), asio::deferred);
            const std::size_t size = co_await std::move(reading);
            step = work.put({buffer.data(), size});
        }
        sum += *step;
    }
    const auto result = watch.elapsed(requests);
    check(sum, requests * query_step);
    co_return result;
}

} // namespace

cost hand_http(const http_server& server, std::size_t requests) {
    asio::io_context loop(1);
    auto result = asio::co_spawn(loop, run_all(server, requests), asio::use_future);
    loop.run();
    return result.get();
}

} // namespace corogql::bench
