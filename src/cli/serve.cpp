#include "cli/report.hpp"
#include "cli/signals.hpp"
#include "cli/verbs.hpp"

#include <corogql/testing/server.hpp>

#include <cstdio>
#include <future>

namespace corogql::cli {

int serve(const serve_arguments& arguments) {
    testing::server_options options;
    options.port(arguments.port).sample_runs(25).pace(std::chrono::milliseconds(500));
    testing::server server(options);
    std::printf("%s\n", server.url().c_str());
    std::fflush(stdout);
    std::promise<void> asked;
    const auto loop = std::make_shared<event_loop>();
    const signals signals(loop, [&asked] { asked.set_value(); });
    asked.get_future().wait();
    return signals.exit_status();
}

} // namespace corogql::cli
