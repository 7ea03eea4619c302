#include "cli/operation.hpp"
#include "cli/output/output.hpp"
#include "cli/output/report.hpp"
#include "cli/signals.hpp"
#include "cli/verbs.hpp"
#include "language/introspection/introspection.hpp"
#include "language/introspection/introspection_query.hpp"
#include "language/schema/print.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/text/ascii.hpp"

#include <corogql/client.hpp>
#include <corogql/event_loop.hpp>

#include <boost/asio/use_future.hpp>

#include <algorithm>

namespace corogql::cli {

namespace {

constexpr unsigned bad_request = 400;

/// What servers do not know that are older than the query: they name it, whatever their words.
constexpr std::string_view newer_names[]{
    "isOneOf",     "specifiedByURL",    "isRepeatable",     "includeDeprecated", "isDeprecated",
    "description", "deprecationReason", "subscriptionType", "locations",
};

bool holds(std::string_view message, std::string_view words) {
    const auto same = [](char x, char y) { return detail::to_lower(x) == detail::to_lower(y); };
    return std::search(message.begin(), message.end(), words.begin(), words.end(), same) != message.end();
}

template <class Test>
bool any_error(const response& answer, const Test& test) {
    return std::any_of(answer.errors().begin(), answer.errors().end(),
                       [&](const graphql_error& one) { return test(one.message); });
}

bool is_switched_off(const response& answer) {
    return any_error(answer, [](const std::string& message) {
        return holds(message, "introspection") || message.find("__schema") != std::string::npos;
    });
}

/// Whether an older query may be answered where this one was not.
bool is_too_new(const response& answer) {
    return answer.http_status() == bad_request || any_error(answer, [](const std::string& message) {
               return holds(message, "Cannot query field") ||
                      std::any_of(std::begin(newer_names), std::end(newer_names),
                                  [&](std::string_view name) { return holds(message, name); });
           });
}

bool has_schema(const response& answer) { return answer.has_data() && answer.data_text().starts_with('{'); }

error refusal(const response& answer) {
    if (answer.errors().empty())
        return detailed_error(error_kind::decode, "the answer to the introspection has no data")
            .phase(error_phase::decode)
            .possibly_executed(true);
    const auto& first = answer.errors().front().message;
    const auto text = is_switched_off(answer)
                          ? "introspection is switched off, and the server says: " + first +
                                " (use credentials that may see the schema, with -H or --auth-file, or ask who runs "
                                "the server for the schema's file)"
                          : "the introspection carries errors: " + first;
    return detailed_error(error_kind::graphql, text)
        .http_status(answer.http_status())
        .attempts(answer.attempts())
        .possibly_executed(true)
        .errors(answer.errors());
}

/// Asks with the newest query first, and with older ones as long as the server does not know what they ask for.
class inquiry {
public:
    inquiry(client& api, const output& out) : api_(api), out_(out) {}

    response ask() const {
        for (unsigned level = 0;; ++level) {
            auto answer = ask(level);
            if (has_schema(answer) && answer.errors().empty()) return answer;
            const bool last = level + 1 == language::introspection_levels;
            if (!last && !is_switched_off(answer) && is_too_new(answer)) continue;
            if (!has_schema(answer)) throw refusal(answer);
            return answer;
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
        if (!answer.errors().empty()) throw refusal(answer);
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
