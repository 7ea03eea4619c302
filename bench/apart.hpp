/// Some measurements need a process of their own: the memory of this one has been used.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace corogql::bench {

/// Returns what `measure()` returns in a child of this process, which must have one thread. Throws std::runtime_error
/// where it failed; the child has said why.
template <class Measure>
auto apart(const std::string& what, const Measure& measure) {
    auto result = decltype(measure()){};
    static_assert(std::is_trivially_copyable_v<decltype(result)>);
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    const auto process = ::fork();
    if (process < 0) throw std::runtime_error("no process");
    if (process == 0) {
        try {
            const auto done = measure();
            if (::write(ends[1], &done, sizeof done) == sizeof done) ::_exit(0);
        } catch (const std::exception& failure) {
            std::fprintf(stderr, "%s: %s\n", what.c_str(), failure.what());
        }
        ::_exit(1);
    }
    ::close(ends[1]);
    const bool complete = ::read(ends[0], &result, sizeof result) == sizeof result;
    ::close(ends[0]);
    ::waitpid(process, nullptr, 0);
    if (!complete) throw std::runtime_error(what + " was not measured");
    return result;
}

} // namespace corogql::bench
