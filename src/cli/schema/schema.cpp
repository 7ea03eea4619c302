#include "cli/operation.hpp"
#include "cli/output/output.hpp"
#include "cli/output/report.hpp"
#include "cli/signals.hpp"
#include "cli/verbs.hpp"
#include "language/introspection/introspection.hpp"
#include "language/introspection/introspection_query.hpp"
#include "language/schema/print.hpp"
#include "protocol/graphql/introspection_answer.hpp"
#include "values/errors/detailed_error.hpp"

#include <corogql/client.hpp>
#include <corogql/event_loop.hpp>

#include <boost/asio/use_future.hpp>

namespace corogql::cli {

namespace {

constexpr std::string_view remedy =
    "use credentials that may see the schema, with -H or --auth-file, or ask who runs the "
    "server for the schema's file";

/// Asks with the newest query first, and with older ones as long as the server does not know what they ask for.
class inquiry {
public:
    inquiry(client& api, const output& out) : api_(api), out_(out) {}

    response ask() const {
        for (unsigned level = 0;; ++level) {
            auto answer = ask(level);
            switch (protocol::after_introspection(answer, level + 1 < language::introspection_levels)) {
            case protocol::introspection_step::take: return answer;
            case protocol::introspection_step::ask_older: break;
            case protocol::introspection_step::refuse: throw protocol::introspection_refusal(answer, remedy);
            }
        }
    }

private:
    response ask(unsigned level) const {
        request operation{std::string(language::introspection_query(level))};
        operation.operation_name("IntrospectionQuery");
        auto answer = api_.async_execute(std::move(operation), asio::use_future).get();
        out_.tell_head(answer.http_status(), answer.headers());
        return answer;
    }

    client& api_;
    const output& out_;
};

std::string sorted_definitions(std::string_view introspection) {
    try {
        return language::print_schema(language::schema(language::from_introspection(introspection)), true) + '\n';
    } catch (const std::exception& failure) {
        throw detailed_error(error_kind::decode, failure.what()).phase(error_phase::decode).possibly_executed(true);
    }
}

int run(client& api, const std::shared_ptr<event_loop>& loop, const schema_arguments& arguments) {
    output out(arguments, false);
    const signals signals(loop);
    const signals::reaction close(signals, [&api] { api.async_close([](std::exception_ptr) {}); });
    try {
        const auto answer = inquiry(api, out).ask();
        if (arguments.json)
            out.print(answer.data_text());
        else
            out.write(sorted_definitions(answer.data_text()));
        out.finish();
        if (!answer.errors().empty()) throw protocol::introspection_refusal(answer, remedy);
        return 0;
    } catch (const error& failure) {
        api.async_close(asio::use_future).get(); // the client's last words stand before the failure
        if (signals.received() == 0) return report(failure, arguments.report);
        report(error(error_kind::cancelled, "interrupted"), arguments.report);
    }
    return signals.exit_status();
}

} // namespace

int schema(const schema_arguments& arguments) {
    require_socket_for_init(arguments);
    auto options = make_client_options(arguments, 4);
    options.operations_over_websocket(is_websocket(arguments.url)).single_threaded(true);
    const auto loop = std::make_shared<event_loop>();
    client api(loop->executor(), std::move(options));
    const int status = run(api, loop, arguments);
    api.async_close(asio::use_future).get();
    return status;
}

} // namespace corogql::cli
