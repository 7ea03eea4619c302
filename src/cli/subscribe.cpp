#include "cli/operation.hpp"
#include "cli/output/output.hpp"
#include "cli/output/report.hpp"
#include "cli/signals.hpp"
#include "cli/verbs.hpp"
#include "protocol/graphql/json_pointer.hpp"

#include <corogql/blocking_client.hpp>

#include <boost/json/serialize.hpp>

#include <optional>
#include <utility>

namespace corogql::cli {

namespace {

subscription_transport to_transport(const std::string& name) {
    if (name == "sse") return subscription_transport::sse;
    if (name == "sse-single") return subscription_transport::sse_single;
    if (name == "multipart") return subscription_transport::multipart;
    return subscription_transport::websocket;
}

websocket_protocol to_protocol(const std::string& name) {
    if (name == "graphql-transport-ws") return websocket_protocol::graphql_transport_ws;
    if (name == "graphql-ws") return websocket_protocol::graphql_ws;
    return websocket_protocol::automatic;
}

client_options make_options(const subscribe_arguments& from) {
    auto options = make_client_options(from, 10);
    auto websocket = options.websocket();
    websocket.protocol(to_protocol(from.protocol))
        .ping_interval(to_duration(from.ping_interval))
        .pong_timeout(to_duration(from.pong_timeout))
        .ack_timeout(to_duration(from.ack_timeout))
        .idle_timeout(std::chrono::seconds(0));
    options.subscriptions_over(to_transport(from.protocol));
    return std::move(options.websocket(std::move(websocket)));
}

overflow_policy to_policy(const subscribe_arguments& from) {
    if (from.overflow == "resume" && from.resume.empty())
        throw error(error_kind::usage, "--overflow resume needs --resume: without it events would be missed");
    if (from.overflow == "fail") return overflow_policy::fail;
    if (from.overflow == "drop-oldest") return overflow_policy::drop_oldest;
    if (from.overflow == "block" || from.resume.empty()) return overflow_policy::block;
    return overflow_policy::resume;
}

subscribe_options make_subscribe_options(const subscribe_arguments& from) {
    subscribe_options options;
    options.overflow(to_policy(from))
        .buffer(from.buffer)
        .first_event_timeout(to_duration(from.first_timeout))
        .notices(from.notices);
    if (from.resume.empty()) return options;
    const auto equals = from.resume.rfind('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == from.resume.size() ||
        !protocol::is_json_pointer(std::string_view(from.resume).substr(0, equals)))
        throw error(error_kind::usage,
                    "--resume must be POINTER=VARIABLE.PATH, such as /data/logs/offset=input.offset");
    options.resume(from.resume.substr(0, equals), from.resume.substr(equals + 1));
    return options;
}

void tell_notice(const stream_notice& notice) {
    using cause = stream_notice::cause;
    json::object line;
    line["notice"] = notice.why == cause::reconnected ? "reconnected"
                     : notice.why == cause::overflow  ? "overflow"
                                                      : "dropped";
    line["down_seconds"] = std::chrono::duration<double>(notice.down).count();
    line["attempts"] = notice.attempts;
    line["resumed"] = notice.resumed;
    line["gap"] = notice.gap();
    if (notice.dropped != 0) line["dropped"] = notice.dropped;
    tell(json::serialize(line));
}

/// Prints events until the end, the count, or until nobody reads: then what they carried counts no more.
void print_events(blocking_subscription& events, output& out, const subscribe_arguments& arguments,
                  std::optional<carried_errors>& carried) {
    std::uint64_t printed = 0;
    bool any_head = false;
    while (auto event = events.next()) {
        if (const auto* notice = event->notice()) {
            tell_notice(*notice);
            continue;
        }
        carried->add("an event", event->errors());
        if (!std::exchange(any_head, true)) out.tell_head(event->http_status(), event->headers());
        const auto selected = out.select(event->text());
        if (!selected) {
            out.tell_missing();
            continue;
        }
        if (!out.print(*selected)) return carried.reset();
        if (++printed == arguments.count) break;
    }
}

} // namespace

int subscribe(const subscribe_arguments& arguments) {
    auto operation = make_request(arguments);
    auto options = make_subscribe_options(arguments);
    blocking_client api(make_options(arguments));
    output out(arguments, true);
    const signals signals(api.loop());
    auto events = api.subscribe(std::move(operation), std::move(options));
    const signals::reaction close(signals, [&events] { events.close(); });
    std::optional<reader_watch> watch;
    if (arguments.answer_file.empty()) watch.emplace([&events] { events.close(); });
    std::optional<carried_errors> carried(arguments.report);
    try {
        print_events(events, out, arguments, carried);
        events.close();
        api.close();
        out.finish();
    } catch (const error& failure) {
        api.close(); // its last words stand before the failure
        out.tell_head(failure.http_status().value_or(0), failure.headers());
        if (signals.received() == 0) return report(failure, arguments.report);
        out.finish(); // to be interrupted is how a stream without end is ended
    }
    if (signals.received() == 0) return carried ? carried->report() : 0;
    report(error(error_kind::cancelled, "interrupted"), arguments.report);
    return signals.exit_status();
}

} // namespace corogql::cli
