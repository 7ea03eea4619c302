#include "http.hpp"

#include "workload.hpp"

#include <corogql/client.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <future>

namespace corogql::bench {

namespace {

request make_request() {
    request query{std::string(query_document)};
    query.variable("id", json::string(query_id));
    return query;
}

asio::awaitable<cost> run_all(client& api, std::size_t requests) {
    co_await api.execute(make_request()); // dials
    std::uint64_t sum = 0;
    const stopwatch watch;
    for (std::size_t i = 0; i < requests; ++i) {
        const auto answer = co_await api.execute(make_request());
        sum += answer.data().at("run").at("step").to_number<std::uint64_t>();
    }
    const auto result = watch.elapsed(requests);
    co_await api.close();
    check(sum, requests * query_step);
    co_return result;
}

} // namespace

cost corogql_http(const http_server& server, std::size_t requests, bool single_threaded) {
    asio::io_context loop(1);
    client_options options("http://" + std::string(host) + ":" + std::to_string(server.port()) + std::string(path));
    client api(loop.get_executor(), options.single_threaded(single_threaded));
    auto result = asio::co_spawn(loop, run_all(api, requests), asio::use_future);
    loop.run();
    return result.get();
}

} // namespace corogql::bench
