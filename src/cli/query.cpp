#include "cli/operation.hpp"
#include "cli/output/output.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/report.hpp"
#include "cli/signals.hpp"
#include "cli/verbs.hpp"
#include "values/errors/detailed_error.hpp"

#include <corogql/client.hpp>
#include <corogql/event_loop.hpp>

#include <boost/asio/use_future.hpp>

#include <cstdio>
#include <map>
#include <optional>

namespace corogql::cli {

namespace {

/// Attaches the files to the request. A file that is named twice is sent once.
void attach_files(request& operation, const std::vector<std::string>& given) {
    std::map<std::string, std::vector<std::string>> paths_by_file;
    for (const auto& each : given) {
        const auto equals = each.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == each.size())
            throw error(error_kind::usage, "--upload must be VARIABLE.PATH=FILE");
        paths_by_file[each.substr(equals + 1)].push_back(each.substr(0, equals));
    }
    for (auto& [file, paths] : paths_by_file) operation.attach(std::move(paths), upload::file(file));
}

std::string in_mebibytes(std::uint64_t bytes) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f MiB", static_cast<double>(bytes) / (1024 * 1024));
    return text;
}

void show_progress(request& operation, progress& shown) {
    operation.on_progress([&shown](std::uint64_t sent, std::uint64_t total) {
        shown.bar(static_cast<unsigned>(static_cast<double>(sent) / static_cast<double>(total) * 1000), 1000);
        shown.text(in_mebibytes(sent) + " of " + in_mebibytes(total) + ' ');
    });
}

/// Prints the answer. Returns false when nothing is there to be printed.
bool print(std::string_view answer, output& out) {
    const auto selected = out.select(answer);
    if (!selected) return false;
    out.print(*selected);
    out.finish();
    return true;
}

int run(client& api, const std::shared_ptr<event_loop>& loop, request operation, const query_arguments& arguments) {
    output out(arguments, false);
    std::optional<progress> uploading;
    if (!arguments.uploads.empty() && !arguments.verbose) show_progress(operation, uploading.emplace("uploading "));
    const signals signals(loop);
    auto answer = api.async_execute(std::move(operation), asio::use_future);
    // Closing tells what cancelling does not: whether the operation may have been executed.
    const signals::reaction close(signals, [&api] { api.async_close([](std::exception_ptr) {}); });
    bool answered = false;
    // Before a failure is told: the client's last words stand before it.
    const auto close_now = [&api] { api.async_close(asio::use_future).get(); };
    try {
        const auto response = answer.get();
        uploading.reset();
        out.tell_head(response.http_status(), response.headers());
        answered = true;
        const bool found = print(response.text(), out);
        if (!response.errors().empty()) response.throw_if_failed();
        if (found) return 0;
        close_now();
        return report(
            detailed_error(error_kind::decode, "the answer has nothing at " + *arguments.select + " (--select)")
                .phase(error_phase::decode)
                .possibly_executed(true),
            arguments.report);
    } catch (const error& failure) {
        uploading.reset();
        if (!answered) out.tell_head(failure.http_status().value_or(0), failure.headers());
        if (!failure.answer().empty()) print(failure.answer(), out);
        close_now();
        if (signals.received() == 0) return report(failure, arguments.report);
        detailed_error interrupted(error_kind::cancelled, "interrupted");
        report(interrupted.possibly_executed(failure.possibly_executed()), arguments.report);
    }
    return signals.exit_status();
}

} // namespace

int query(const query_arguments& arguments) {
    require_socket_for_init(arguments);
    auto operation = make_request(arguments);
    refuse_subscription(operation);
    attach_files(operation, arguments.uploads);
    auto options = make_client_options(arguments, 4);
    options.operations_over_websocket(is_websocket(arguments.url)).single_threaded(true);
    const auto loop = std::make_shared<event_loop>();
    client api(loop->executor(), std::move(options));
    const int status = run(api, loop, std::move(operation), arguments);
    api.async_close(asio::use_future).get();
    return status;
}

} // namespace corogql::cli
