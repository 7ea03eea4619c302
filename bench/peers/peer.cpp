#include "peer.hpp"

#include <sys/resource.h>

#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>

namespace corogql::bench {

namespace {

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double cpu_now() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double wall_now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

} // namespace

peer_task::peer_task(int count, char** arguments) {
    push = count > 1 && arguments[1] == std::string_view("push");
    const int own = push ? 4 : 5;
    if (count < own) {
        std::fputs("usage: push PORT SUBSCRIPTIONS STYLE… | http PORT REQUESTS IN_FLIGHT STYLE…\n", stderr);
        std::exit(2);
    }
    const auto number = [&](int at) { return std::strtoul(arguments[at], nullptr, 10); };
    port = static_cast<std::uint16_t>(number(2));
    (push ? subscriptions : requests) = number(3);
    if (!push) in_flight = number(4);
    for (int i = own; i < count; ++i) style.append(style.empty() ? "" : " ").append(arguments[i]);
}

tally::tally() : wall_(wall_now()), cpu_(cpu_now()) {}

void tally::report(std::size_t allocations) const {
    const auto wall = wall_now() - wall_, cpu = cpu_now() - cpu_;
    std::printf("%zu %.6f %.6f %" PRIu64 " %zu\n", messages_, wall, cpu, sum_, allocations);
    std::fflush(stdout);
    std::getchar();
}

} // namespace corogql::bench
