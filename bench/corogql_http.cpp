#include "http.hpp"

#include "workload.hpp"

#include <corogql/client.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <future>

namespace corogql::bench {

namespace {

request make_request() {
    request query{std::string(query_document)};
    query.variable("id", json::string(query_id));
    return query;
}

asio::awaitable<std::uint64_t> run_some(client& api, std::size_t requests) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < requests; ++i) {
        const auto answer = co_await api.execute(make_request());
        sum += answer.data().at("run").at("step").to_number<std::uint64_t>();
    }
    co_return sum;
}

asio::awaitable<cost> run_all(client& api, std::size_t requests, std::size_t in_flight) {
    co_await api.warm_up(in_flight);
    std::uint64_t sum = 0;
    const stopwatch watch;
    if (in_flight == 1) {
        sum = co_await run_some(api, requests);
    } else {
        const asio::any_io_executor executor = co_await asio::this_coro::executor;
        asio::steady_timer all_done(executor, asio::steady_timer::time_point::max());
        std::size_t running = in_flight;
        const auto ended = [&](std::exception_ptr failure, std::uint64_t part) {
            if (failure) std::rethrow_exception(failure);
            sum += part;
            if (--running == 0) all_done.cancel();
        };
        for (std::size_t i = 0; i < in_flight; ++i)
            asio::co_spawn(executor, run_some(api, requests / in_flight), ended);
        boost::system::error_code woken;
        co_await all_done.async_wait(asio::redirect_error(asio::use_awaitable, woken));
        requests = requests / in_flight * in_flight;
    }
    const auto result = watch.elapsed(requests);
    co_await api.close();
    check(sum, requests * query_step);
    co_return result;
}

} // namespace

cost run_queries(client_options options, std::size_t requests, std::size_t in_flight) {
    asio::io_context loop(1);
    client api(loop.get_executor(), std::move(options));
    auto result = asio::co_spawn(loop, run_all(api, requests, in_flight), asio::use_future);
    loop.run();
    return result.get();
}

cost corogql_http(const http_server& server, std::size_t requests, bool single_threaded, std::size_t in_flight) {
    client_options options("http://" + std::string(host) + ":" + std::to_string(server.port()) + std::string(path));
    options.http(http_options().max_connections(in_flight)).single_threaded(single_threaded);
    return run_queries(std::move(options), requests, in_flight);
}

} // namespace corogql::bench
