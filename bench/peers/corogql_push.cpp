#include "corogql_peer.hpp"

#include "../measure.hpp"
#include "../workload.hpp"
#include "operations.graphql.hpp"
#include "views/operations.graphql.hpp"

#include <corogql/decode.hpp>
#include <corogql/merge.hpp>
#include <corogql/typed.hpp>

#include <boost/describe/class.hpp>

namespace corogql::bench {

struct described_log {
    std::uint64_t offset = 0;
    std::string line;
};
BOOST_DESCRIBE_STRUCT(described_log, (), (offset, line))

namespace {

using taker = asio::awaitable<void> (*)(client&, tally&);

asio::awaitable<void> take_raw(client& api, tally& all) {
    auto events = api.subscribe(request(std::string(subscription_document)));
    while (const auto event = co_await events.next())
        if (!event->data_text().empty()) all.add();
}

asio::awaitable<void> take_described(client& api, tally& all) {
    auto events = api.subscribe(request(std::string(subscription_document)));
    while (const auto event = co_await events.next()) {
        const auto log = event->data_as<described_log>("logs");
        all.add(log.offset, log.line);
    }
}

template <class Open>
asio::awaitable<void> take_logs(Open open, tally& all) {
    auto events = open();
    while (const auto event = co_await events.next()) {
        const auto& log = event->data().logs;
        all.add(static_cast<std::uint64_t>(log.offset), log.line);
    }
}

template <class Operation>
asio::awaitable<void> take_generated(client& api, tally& all) {
    return take_logs([&api] { return corogql::subscribe(api, Operation()); }, all);
}

asio::awaitable<void> take_merged(client& api, tally& all, std::size_t subscriptions) {
    auto open = [&api, subscriptions] {
        std::vector<typed_subscription<views_api::Logs>> streams;
        while (streams.size() < subscriptions) streams.push_back(corogql::subscribe(api, views_api::Logs()));
        return merge(std::move(streams));
    };
    return take_logs(std::move(open), all);
}

taker taker_for(const std::string& style) {
    if (style.starts_with("raw")) return take_raw;
    if (style.starts_with("described")) return take_described;
    return style.starts_with("views") ? take_generated<views_api::Logs> : take_generated<peers_api::Logs>;
}

} // namespace

void push_peer(const peer_task& task) {
    asio::io_context loop(1);
    client api(loop.get_executor(), options_for(task));
    run_all(loop, 1, [&] { return api.connect(); });
    const auto take = taker_for(task.style);
    const auto before = allocations();
    tally all;
    if (task.style.ends_with("merged"))
        run_all(loop, 1, [&] { return take_merged(api, all, task.subscriptions); });
    else
        run_all(loop, task.subscriptions, [&] { return take(api, all); });
    all.report(allocations() - before);
}

} // namespace corogql::bench
