#include "cli/operation.hpp"
#include "cli/options/variables.hpp"
#include "cli/output/output.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/report.hpp"
#include "cli/signals.hpp"
#include "cli/verbs.hpp"

#include <corogql/blocking_client.hpp>

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace corogql::cli {

namespace {

page_options make_page_options(const paginate_arguments& from) {
    page_options options;
    options.items(from.items)
        .cursor_variable(from.cursor_variable)
        .page_size(from.page_size, from.page_size_variable)
        .limit(from.limit)
        .max_pages(from.max_pages)
        .backward(from.backward)
        .prefetch(true);
    if (from.start_from) options.start_from(read_json_or_text(*from.start_from));
    return options;
}

std::string counted(std::uint64_t number, const char* what) {
    return std::to_string(number) + ' ' + what + (number == 1 ? "" : "s");
}

/// Shows on the terminal how far paginate has come.
class page_counter {
public:
    explicit page_counter(bool wanted) : shown_("no page yet", wanted) {}

    /// Counts a page. `print` prints the page's items, and says whether somebody still reads.
    template <class Print>
    bool add(const page& next, Print&& print) {
        items_ += next.size();
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begun_;
        const auto rate = static_cast<std::uint64_t>(static_cast<double>(items_) / std::max(passed.count(), 0.001));
        shown_.text(counted(next.number(), "page") + ", " + counted(items_, "item") + ", " + std::to_string(rate) +
                    "/s,");
        return shown_.aside(print);
    }

private:
    progress shown_;
    std::uint64_t items_ = 0;
    const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

/// Prints items until the end, or until nobody reads: then what pages carried counts no more.
void print_pages(blocking_pages& pages, output& out, const paginate_arguments& arguments,
                 std::optional<carried_errors>& carried) {
    page_counter counter(!arguments.verbose);
    while (auto next = pages.next()) {
        const auto print = [&] {
            carried->add("page " + std::to_string(next->number()), next->answer().errors());
            out.tell_head(next->answer().http_status(), next->answer().headers());
            for (std::size_t i = 0; i < next->size(); ++i) {
                const auto selected = out.select(next->text(i));
                if (!selected)
                    out.tell_missing();
                else if (!out.print(*selected))
                    return false;
            }
            return true;
        };
        if (!counter.add(*next, print)) return carried.reset();
    }
}

/// Tells the cursor for the shell, so that what has come need not come again.
void tell_cursor(const blocking_pages& pages) {
    const auto cursor = pages.cursor();
    if (!cursor) return;
    std::string quoted;
    for (const char c : json::serialize(*cursor)) quoted += c == '\'' ? std::string(R"('\'')") : std::string(1, c);
    tell("corogql: the next page is that behind --start-from '" + quoted + '\'');
}

} // namespace

int paginate(const paginate_arguments& arguments) {
    require_socket_for_init(arguments);
    auto operation = make_request(arguments);
    refuse_subscription(operation);
    auto settings = make_client_options(arguments, 4);
    settings.operations_over_websocket(is_websocket(arguments.url));
    blocking_client api(std::move(settings));
    output out(arguments, true);
    const signals signals(api.loop());
    auto pages = api.paginate(std::move(operation), make_page_options(arguments));
    const signals::reaction close(signals, [&pages] { pages.close(); });
    std::optional<reader_watch> watch;
    if (arguments.answer_file.empty()) watch.emplace([&pages] { pages.close(); });
    std::optional<carried_errors> carried(arguments.report);
    try {
        print_pages(pages, out, arguments, carried);
        pages.close();
        api.close();
        out.finish();
    } catch (const error& failure) {
        api.close(); // its last words stand before the failure
        out.tell_head(failure.http_status().value_or(0), failure.headers());
        if (signals.received() == 0) {
            // What could not be printed, or is in no file, has not come.
            if (failure.kind() != error_kind::config && arguments.answer_file.empty()) tell_cursor(pages);
            return report(failure, arguments.report);
        }
    }
    if (signals.received() == 0) return carried ? carried->report() : 0;
    if (arguments.answer_file.empty()) tell_cursor(pages);
    report(error(error_kind::cancelled, "interrupted"), arguments.report);
    return signals.exit_status();
}

} // namespace corogql::cli
