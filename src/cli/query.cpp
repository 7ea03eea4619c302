#include "cli/operation.hpp"
#include "cli/output.hpp"
#include "cli/report.hpp"
#include "cli/signals.hpp"
#include "cli/verbs.hpp"

#include <corogql/client.hpp>
#include <corogql/event_loop.hpp>

#include <boost/asio/use_future.hpp>

namespace corogql::cli {

namespace {

int run(client& api, const std::shared_ptr<event_loop>& loop, request operation, const query_arguments& arguments) {
    output out(arguments, false);
    const signals signals(loop);
    auto answer = api.async_execute(std::move(operation), asio::use_future);
    // Closing tells what cancelling does not: whether the operation may have been executed.
    const signals::reaction close(signals, [&api] { api.async_close([](std::exception_ptr) {}); });
    try {
        const auto response = answer.get();
        out.print(response.text());
        if (response.errors().empty()) return 0;
        response.throw_if_failed();
    } catch (const error& failure) {
        if (!failure.answer().empty()) out.print(failure.answer());
        if (signals.received() == 0) return report(failure, arguments.report);
        error interrupted(error_kind::cancelled, "interrupted");
        report(interrupted.possibly_executed(failure.possibly_executed()), arguments.report);
    }
    return signals.exit_status();
}

} // namespace

int query(const query_arguments& arguments) {
    auto operation = make_request(arguments);
    auto options = make_client_options(arguments, 4);
    options.operations_over_websocket(is_websocket(arguments.url)).single_threaded(true);
    const auto loop = std::make_shared<event_loop>();
    client api(loop->executor(), std::move(options));
    const int status = run(api, loop, std::move(operation), arguments);
    api.async_close(asio::use_future).get();
    return status;
}

} // namespace corogql::cli
