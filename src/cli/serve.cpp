#include "cli/output/report.hpp"
#include "cli/signals.hpp"
#include "cli/verbs.hpp"

#include <corogql/testing/mapi_service.hpp>
#include <corogql/testing/server.hpp>

#include <chrono>
#include <cstdio>
#include <future>

namespace corogql::cli {

namespace {

testing::served_schema to_schema(const serve_arguments& arguments) {
    auto schema = testing::served_schema::from_file(arguments.schema);
    if (arguments.mock) schema.mock(arguments.seed.value_or(1));
    return schema;
}

void serve_mapi(testing::server_options& server, std::chrono::duration<double> pace) {
    testing::mapi_options options;
    options.sample_runs(25).pace(std::chrono::ceil<std::chrono::milliseconds>(pace));
    testing::mapi_service(options).serve_by(server);
}

} // namespace

int serve(const serve_arguments& arguments) {
    testing::server_options options;
    options.port(arguments.port);
    if (arguments.schema.empty())
        serve_mapi(options, std::chrono::duration<double>(arguments.pace));
    else
        options.schema(to_schema(arguments));
    if (!arguments.certificate_file.empty()) options.tls(arguments.certificate_file, arguments.key_file);
    if (!arguments.ca_file.empty()) options.client_ca(arguments.ca_file);
    std::promise<void> asked;
    const auto loop = std::make_shared<event_loop>();
    const signals signals(loop);
    const signals::reaction end_it(signals, [&asked] { asked.set_value(); });
    testing::server server(options);
    std::printf("%s\n", server.url().c_str());
    std::fflush(stdout);
    auto end = asked.get_future();
    if (arguments.timeout <= 0)
        end.wait();
    else if (end.wait_for(std::chrono::duration<double>(arguments.timeout)) == std::future_status::timeout)
        return 0;
    return signals.exit_status();
}

} // namespace corogql::cli
