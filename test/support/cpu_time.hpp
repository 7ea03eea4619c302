/// The CPU time is what this thread has had of a processor so far: for ratios of work within one test, which other
/// programs do not disturb.
#pragma once

#include <ctime>

namespace corogql::test {

inline double cpu_seconds() {
    std::timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

} // namespace corogql::test
