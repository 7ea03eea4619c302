/// This is `corogql generate` alone, made of the standard library: builds for another machine make it for the one they
/// run on, where nothing else may be installed.
#include "cli/generate/command_line.hpp"
#include "cli/generate/run.hpp"
#include "cli/options/descriptors.hpp"
#include "cli/output/lines.hpp"
#include "language/syntax/string_value.hpp"
#include "values/text/plain_failure.hpp"

#include <csignal>

namespace {

using namespace corogql::cli;
using corogql::detail::plain_failure;

/// Tells a failure as the whole program does; of what its JSON can say only these two members are not empty here.
int report(const plain_failure& failure, const report_options& how) {
    using of = plain_failure::of;
    const std::string kind = failure.kind() == of::graphql ? "graphql"
                             : failure.kind() == of::usage ? "usage"
                                                           : "config";
    if (how.json)
        tell("{\"kind\":\"" + kind +
             "\",\"phase\":null,\"message\":" + corogql::language::print_string(failure.what()) +
             ",\"http_status\":null,\"close_code\":null,\"attempts\":null,\"possibly_executed\":false,"
             "\"retry_after\":null,\"errors\":null,\"body\":null}");
    else
        tell("corogql: " + kind + ": " + failure.what());
    return failure.kind() == of::graphql ? 1 : 2;
}

} // namespace

int main(int argc, char** argv) {
    reserve_standard_descriptors();
    std::signal(SIGPIPE, SIG_IGN);
    const auto how = find_report_options(argc, argv);
    try {
        if (auto arguments = parse_generator_line(argc, argv)) {
            arguments->report = how;
            run_generator(*arguments);
        }
        return 0;
    } catch (const plain_failure& failure) {
        return report(failure, how);
    } catch (const std::exception& failure) {
        return report(plain_failure(plain_failure::of::config, failure.what()), how);
    }
}
