#include "http.hpp"

#include "hand_written.hpp"
#include "workload.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <exception>
#include <list>

namespace corogql::bench {

namespace {

namespace asio = boost::asio;

struct connection {
    connection(asio::io_context& loop, const http_server& server) : socket(loop), work(server.port()) {
        socket.connect({asio::ip::make_address(host), server.port()});
        socket.set_option(asio::ip::tcp::no_delay(true));
        socket.non_blocking(true);
    }

    asio::ip::tcp::socket socket;
    hand_written work;
    std::array<char, 16 * 1024> buffer;
};

asio::awaitable<std::uint64_t> run_some(connection& on, std::size_t requests) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < requests; ++i) {
        const auto& out = on.work.request();
        boost::system::error_code failed;
        const auto sent = on.socket.write_some(asio::buffer(out), failed);
        check(sent, out.size());
        std::optional<std::uint64_t> step;
        while (!step) {
            auto reading = on.socket.async_read_some(asio::buffer(on.buffer), asio::deferred);
            const std::size_t size = co_await std::move(reading);
            step = on.work.put({on.buffer.data(), size});
        }
        sum += *step;
    }
    co_return sum;
}

} // namespace

cost hand_http(const http_server& server, std::size_t requests, std::size_t in_flight) {
    asio::io_context loop(1);
    std::uint64_t sum = 0;
    const auto ended = [&](std::exception_ptr failure, std::uint64_t part) {
        if (failure) std::rethrow_exception(failure);
        sum += part;
    };
    std::list<connection> connections;
    for (std::size_t i = 0; i < in_flight; ++i) connections.emplace_back(loop, server);
    for (auto& each : connections) asio::co_spawn(loop, run_some(each, requests / in_flight), ended);
    requests = requests / in_flight * in_flight;
    const stopwatch watch;
    loop.run();
    const auto result = watch.elapsed(requests);
    check(sum, requests * query_step);
    return result;
}

} // namespace corogql::bench
