#include "push.hpp"

#include "workload.hpp"

#include <corogql/client.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <future>

namespace corogql::bench {

namespace {

asio::awaitable<cost> take_all(client& api, const push_server& server) {
    const stopwatch watch;
    auto events = api.subscribe(request(std::string(subscription_document)));
    std::uint64_t sum = 0;
    while (auto event = co_await events.next()) sum += event->data().at("logs").at("offset").to_number<std::uint64_t>();
    const auto result = watch.elapsed(server.messages());
    co_await api.close();
    check(sum, server.sum_of_offsets());
    co_return result;
}

} // namespace

cost corogql_push(const push_server& server, bool single_threaded, subscription_transport over) {
    asio::io_context loop(1);
    client_options options("http://" + std::string(host) + ":" + std::to_string(server.port()) + std::string(path));
    options.subscriptions_over(over);
    client api(loop.get_executor(), options.single_threaded(single_threaded));
    auto result = asio::co_spawn(loop, take_all(api, server), asio::use_future);
    loop.run();
    return result.get();
}

} // namespace corogql::bench
