#include "corogql_peer.hpp"

#include "../measure.hpp"
#include "../workload.hpp"
#include "operations.graphql.hpp"

#include <corogql/typed.hpp>

namespace corogql::bench {

namespace {

asio::awaitable<void> run_some(client& api, std::size_t requests, tally& all) {
    for (std::size_t i = 0; i < requests; ++i) {
        peers_api::GetRun query{std::string(query_id)};
        const auto answer = co_await execute(api, query);
        const auto& run = answer.data().run;
        all.add(static_cast<std::uint64_t>(run.step), run.name);
    }
}

} // namespace

void http_peer(const peer_task& task) {
    asio::io_context loop(1);
    client api(loop.get_executor(), options_for(task));
    run_all(loop, 1, [&] { return api.warm_up(task.in_flight); });
    const auto before = allocations();
    tally all;
    run_all(loop, task.in_flight, [&] { return run_some(api, task.requests / task.in_flight, all); });
    all.report(allocations() - before);
}

} // namespace corogql::bench
