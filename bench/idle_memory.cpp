#include "idle_memory.hpp"

#include "apart.hpp"

#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <malloc.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <exception>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace corogql::bench {

namespace {

double heap_in_use() {
    const auto info = ::mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
}

double resident() {
    std::size_t whole = 0, pages = 0;
    if (!(std::ifstream("/proc/self/statm") >> whole >> pages)) throw std::runtime_error("no /proc/self/statm");
    return static_cast<double>(pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)));
}

/// A process of its own, as its memory is not to be counted. Made while there is but one thread.
class silent_server {
public:
    silent_server() {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) throw std::runtime_error("no pair of sockets");
        process_ = ::fork();
        if (process_ < 0) throw std::runtime_error("no process");
        ::close(ends[process_ == 0 ? 0 : 1]);
        if (process_ == 0) serve(ends[1]);
        ours_ = ends[0];
        char text[128];
        const auto size = ::read(ours_, text, sizeof text);
        if (size <= 0) throw std::runtime_error("the server did not start");
        url.assign(text, static_cast<std::size_t>(size));
    }
    ~silent_server() {
        ::close(ours_);
        ::waitpid(process_, nullptr, 0);
    }
    silent_server(const silent_server&) = delete;

    std::string url;

private:
    /// Until the parent's end is closed.
    [[noreturn]] static void serve(int end) {
        testing::server server;
        server.inject(testing::fault::on_operation().ignore().standing());
        const auto at = server.url();
        char nothing;
        if (::write(end, at.data(), at.size()) > 0)
            while (::read(end, &nothing, 1) > 0) {
            }
        ::_exit(0);
    }

    int ours_;
    ::pid_t process_;
};

asio::awaitable<void> wait_for_one(subscription events) {
    while (true) { // g++ 12 makes a trap of `while (co_await …) {}`
        const auto event = co_await events.next();
        if (!event) co_return;
    }
}

void end_loudly(std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
}
void end_loudly_too(std::exception_ptr failure, const std::optional<event>&) { end_loudly(std::move(failure)); }

idle_bytes bytes_in_use() { return {heap_in_use(), resident()}; }

idle_bytes measure(std::size_t count, waiting how) {
    using namespace std::chrono_literals;
    const silent_server server;
    asio::io_context loop(1);
    client_options options(server.url);
    options.single_threaded(true);
    client api(loop.get_executor(), options);
    const request operation("subscription($after: Int = 0) { count(after: $after, to: 1000000) }");
    std::vector<subscription> held;
    held.reserve(count + 1);
    std::size_t started = 0;
    const auto start = [&](std::size_t more) {
        for (std::size_t i = 0; i < more; ++i) {
            auto named = operation;
            named.variable("after", i);
            auto events = api.subscribe(std::move(named));
            if (how == waiting::in_a_coroutine)
                asio::co_spawn(loop, wait_for_one(std::move(events)), end_loudly);
            else
                held.emplace_back(std::move(events)).async_next(end_loudly_too);
            if (++started % 20 == 0) loop.poll(); // they come one by one: what a burst of them takes is not theirs
        }
    };
    const auto settle = [&] {
        // One message begins the connection.
        for (int turn = 0; api.statistics().messages_sent < 1 + started; ++turn) {
            if (turn == 1000) throw std::runtime_error("the server did not take all subscriptions");
            loop.run_for(10ms);
        }
        loop.run_for(500ms); // a refusal would come, and the writer gives its buffer back
        if (const auto alive = api.statistics().operations; alive != started)
            throw std::runtime_error("only " + std::to_string(alive) + " subscriptions are alive");
    };
    start(1); // what a client and its socket need
    settle();
    const auto before = bytes_in_use();
    start(count);
    settle();
    const auto after = bytes_in_use();
    const auto each = static_cast<double>(count);
    return {(after.heap - before.heap) / each, (after.resident - before.resident) / each};
}

} // namespace

idle_bytes bytes_per_idle_subscription(std::size_t count, waiting how) {
    return apart("the memory of idle subscriptions", [&] { return measure(count, how); });
}

} // namespace corogql::bench
