// The bench's servers as a process of their own, which peers of all languages connect to. It says its port and what a
// client is to add up (of all messages, or of one answer), and lives until the runner ends it.
#include "../http_server.hpp"
#include "../push_server.hpp"
#include "../workload.hpp"

#include <unistd.h>

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace corogql::bench {

namespace {

void say_port(std::uint16_t port, std::uint64_t sum) {
    std::printf("%u %" PRIu64 "\n", unsigned{port}, sum);
    std::fflush(stdout);
}

[[noreturn]] void usage() {
    std::fputs("usage: corogql-load-server push MESSAGES SIZE SUBSCRIPTIONS | http\n", stderr);
    std::exit(2);
}

std::size_t number(const char* text) { return std::strtoul(text, nullptr, 10); }

void serve_push(push_load load) {
    push_server server(load);
    say_port(server.port(), server.sum_of_offsets());
    server.wait_for_subscriptions();
    std::puts("subscribed");
    std::fflush(stdout);
    ::pause();
}

void serve_http() {
    const http_server server;
    say_port(server.port(), std::uint64_t{query_step});
    ::pause();
}

} // namespace

} // namespace corogql::bench

int main(int count, char** arguments) {
    using namespace corogql::bench;
    const std::string_view what = count > 1 ? arguments[1] : "";
    if (what == "push" && count == 5)
        serve_push({number(arguments[2]), number(arguments[3]), number(arguments[4])});
    else if (what == "http" && count == 2)
        serve_http();
    else
        usage();
}
