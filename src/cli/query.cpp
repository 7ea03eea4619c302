#include "cli/operation.hpp"
#include "cli/output.hpp"
#include "cli/report.hpp"
#include "cli/signals.hpp"
#include "cli/verbs.hpp"

#include <corogql/blocking_client.hpp>

#include <boost/system/system_error.hpp>

namespace corogql::cli {

namespace {

bool is_websocket(const std::string& url) { return url.starts_with("ws:") || url.starts_with("wss:"); }

} // namespace

int query(const query_arguments& arguments) {
    auto operation = make_request(arguments);
    auto options = make_client_options(arguments, 4);
    options.operations_over_websocket(is_websocket(arguments.url));
    blocking_client api(std::move(options));
    output out(arguments, false);
    const signals signals(api.loop());
    auto answer = api.start(std::move(operation));
    const signals::reaction cancel(signals, [&answer] { answer.cancel(); });
    try {
        const auto response = answer.get();
        out.print(response.text());
        if (response.errors().empty()) return 0;
        response.throw_if_failed();
    } catch (const error& failure) {
        if (!failure.answer().empty()) out.print(failure.answer());
        if (signals.received() == 0) return report(failure, arguments.report);
    } catch (const boost::system::system_error&) {
        if (signals.received() == 0) throw;
    }
    report(error(error_kind::cancelled, "interrupted"), arguments.report);
    return signals.exit_status();
}

} // namespace corogql::cli
