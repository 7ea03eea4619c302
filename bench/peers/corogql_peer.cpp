#include "corogql_peer.hpp"

#include "../workload.hpp"

#include <boost/asio/co_spawn.hpp>

#include <cstdio>
#include <exception>

namespace corogql::bench {

client_options options_for(const peer_task& task) {
    client_options options("http://" + std::string(host) + ":" + std::to_string(task.port) + std::string(path));
    options.http(http_options().max_connections(task.in_flight));
    options.single_threaded(task.style.find("strand") == std::string::npos);
    return options;
}

void run_all(asio::io_context& loop, std::size_t count, const std::function<asio::awaitable<void>()>& make) {
    std::size_t running = count;
    const auto ended = [&](std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);
        if (--running == 0) loop.stop();
    };
    for (std::size_t i = 0; i < count; ++i) asio::co_spawn(loop, make(), ended);
    loop.run();
    loop.restart();
}

} // namespace corogql::bench

int main(int count, char** arguments) {
    using namespace corogql::bench;
    try {
        const peer_task task(count, arguments);
        (task.push ? push_peer : http_peer)(task);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "corogql-peer: %s\n", failure.what());
        return 1;
    }
}
