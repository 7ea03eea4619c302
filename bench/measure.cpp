#include "measure.hpp"

#include <pthread.h>
#include <sched.h>
#include <time.h>

#include <algorithm>

namespace corogql::bench {

namespace {

double thread_cpu_us() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

} // namespace

stopwatch::stopwatch()
    : start_(std::chrono::steady_clock::now()), allocations_(allocations()), in_calls_(in_system_calls()),
      cpu_us_(thread_cpu_us()) {}

cost stopwatch::elapsed(std::size_t items) const {
    const auto count = static_cast<double>(items);
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start_;
    const std::chrono::duration<double> in_calls = in_system_calls() - in_calls_;
    cost result;
    result.per_second = count / wall.count();
    result.allocations = static_cast<double>(allocations() - allocations_) / count;
    result.cpu_us = (thread_cpu_us() - cpu_us_) / count;
    result.user_us = (wall - in_calls).count() * 1e6 / count;
    return result;
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const auto middle = values.size() / 2;
    return values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

void use_processor(std::size_t nth) {
    cpu_set_t allowed;
    // The process's own set: the thread may be tied to a processor already by the one that started it.
    static const cpu_set_t at_start = [] {
        cpu_set_t set;
        CPU_ZERO(&set);
        ::sched_getaffinity(0, sizeof set, &set);
        return set;
    }();
    for (std::size_t cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
        if (!CPU_ISSET(cpu, &at_start) || nth-- != 0) continue;
        CPU_ZERO(&allowed);
        CPU_SET(cpu, &allowed);
        ::pthread_setaffinity_np(::pthread_self(), sizeof allowed, &allowed);
        return;
    }
}

} // namespace corogql::bench
