#include "options.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace corogql::bench {

namespace {

[[noreturn]] void usage() {
    std::fputs("usage: corogql-bench [--messages N] [--requests N] [--rounds N] [--compile] [--only TEXT]\n"
               "                     [--plot FILE.svg]\n"
               "Compares corogql with plain Boost.Beast on this machine. --compile adds compile times (a minute\n"
               "more); --only runs the contests and contenders whose name holds TEXT, or idle, for a profiler;\n"
               "--plot draws the reconnect storm.\n",
               stderr);
    std::exit(2);
}

} // namespace

options read_options(int count, char** arguments) {
    options result;
    for (int i = 1; i < count; ++i) {
        const std::string_view name = arguments[i];
        if (name == "--compile") {
            result.compile = true;
            continue;
        }
        if (++i == count) usage();
        const auto number = std::max<std::size_t>(std::strtoul(arguments[i], nullptr, 10), 1);
        if (name == "--messages")
            result.messages = number;
        else if (name == "--requests")
            result.requests = number;
        else if (name == "--rounds")
            result.rounds = number;
        else if (name == "--only")
            result.only = arguments[i];
        else if (name == "--plot")
            result.plot = arguments[i];
        else
            usage();
    }
    return result;
}

} // namespace corogql::bench
