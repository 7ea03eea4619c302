/// The MAPI engine, in code that blocks and in a coroutine: create a run, wait for it, read its log, stop it.
#include <corogql/mapi/connection.hpp>
#include <corogql/mapi/log_stream.hpp>
#include <corogql/mapi/return_response.hpp>
#include <corogql/mapi/runs.hpp>
#include <corogql/mapi/wait_for_run.hpp>
#include <corogql/testing/mapi_server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <iostream>

using namespace corogql;
using namespace std::chrono_literals;
namespace asio = boost::asio;

asio::awaitable<std::string> first_line(mapi::connection api, std::string name) {
    const mapi::run run = co_await mapi::wait_for_run_status(api, name, mapi::run_status::running);
    mapi::log_stream log(api, mapi::log_filter(run.name).follow(true));
    std::string text;
    while (const auto piece = co_await log.next()) {
        text += *piece;
        if (text.find('\n') != std::string::npos) break;
    }
    co_return text.substr(0, text.find('\n'));
}

int main() {
    testing::mapi_server server(testing::mapi_options().pace(10ms));
    // Without these two: MOSAICML_API_ENDPOINT, MOSAICML_API_KEY and the configuration file of `mcli`.
    mapi::connection api(mapi::connection_options().endpoint(server.url()).api_key("key"));

    const auto wanted = mapi::run_config().name("train").image("ubuntu").command("python train.py");
    const auto created = mapi::get_return_response(api.start_singular<mapi::run>(mapi::create_run(wanted)));
    std::cout << created.name << " is " << to_string(created.status) << '\n';

    asio::io_context loop;
    auto line = asio::co_spawn(loop, first_line(api, "train"), asio::use_future);
    loop.run();
    const auto text = line.get();
    std::cout << text << '\n';

    auto stopped = api.start_plural<mapi::run>(mapi::stop_runs(mapi::run_filter("train"), "enough"));
    std::cout << mapi::get_return_response(std::move(stopped)).to_table();
    return text.empty() || server.record().executed("stopRuns") != 1 ? 1 : 0;
}
