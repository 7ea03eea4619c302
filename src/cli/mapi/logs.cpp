#include "cli/mapi/actions.hpp"
#include "cli/mapi/latest.hpp"
#include "cli/mapi/session.hpp"

#include <corogql/blocking_generator.hpp>
#include <corogql/mapi/log_stream.hpp>
#include <corogql/mapi/wait_for_run.hpp>

#include <boost/json/serialize.hpp>
#include <boost/system/system_error.hpp>

#include <atomic>

namespace corogql::cli {

namespace {

int print(mapi_session& session, mapi::log_stream from) {
    basic_blocking_generator log(std::move(from), session.connection().loop());
    const signals::reaction close(session.interrupts(), [&log] { log.close(); });
    const reader_watch watch([&log] { log.close(); });
    while (auto text = log.next()) {
        if (session.arguments().lines())
            text = json::serialize(json::object{{"text", *text}, {"endOffset", log.source().end_offset()}}) + '\n';
        if (!write_out(*text)) break;
    }
    return 0;
}

} // namespace

int print_log(mapi_session& session) {
    const auto& wanted = session.arguments().log;
    const auto name = named_or_latest_run(session);
    mapi::log_filter which(name);
    which.follow(wanted.follow);
    if (wanted.failed) which.failed(true);
    if (wanted.tail) which.tail(*wanted.tail);
    if (wanted.offset) which.offset(*wanted.offset);
    if (wanted.node) which.node_rank(*wanted.node);
    if (wanted.local_gpu) which.local_gpu_rank(*wanted.local_gpu);
    if (wanted.global_gpu) which.global_gpu_rank(*wanted.global_gpu);
    if (!wanted.container.empty()) which.container(wanted.container);
    if (wanted.resumption) which.attempt(*wanted.resumption);
    if (wanted.previous) {
        const auto resumptions = one_run(session, name, false).resumption_count();
        if (resumptions < 2) throw mapi::mapi_error(404, "Run " + name + " has no previous resumption");
        which.attempt(static_cast<std::int64_t>(resumptions) - 2);
    }
    return print(session, mapi::log_stream(session.connection(), which));
}

int print_deployment_log(mapi_session& session) {
    const auto& wanted = session.arguments().log;
    mapi::deployment_log_filter which(session.name());
    which.follow(wanted.follow);
    if (wanted.failed) which.failed(true);
    if (wanted.tail) which.tail(*wanted.tail);
    if (wanted.offset) which.offset(*wanted.offset);
    if (wanted.resumption) which.restart(*wanted.resumption);
    return print(session, mapi::log_stream(session.connection(), which));
}

int watch_run(mapi_session& session) {
    const auto& arguments = session.arguments();
    const auto& name = session.name();
    const auto until = arguments.until.empty() ? mapi::run_status::completed : to_status(arguments.until, "--until");
    progress shown(name, !arguments.verbose);
    auto waiting = mapi::start_wait_for_run_status(session.connection(), name, until, [&](mapi::run_status status) {
        shown.clear();
        const std::string word(mapi::to_string(status));
        write_out(arguments.lines() ? json::serialize(json::object{{"name", name}, {"status", word}}) + '\n'
                                    : word + '\n');
        shown.text(name + ' ' + word);
        const auto last = std::min(mapi::run_status::completed, std::max(status, mapi::run_status::unknown));
        shown.bar(static_cast<unsigned>(last), static_cast<unsigned>(mapi::run_status::completed));
    });
    const signals::reaction cancel(session.interrupts(), [&waiting] { waiting.cancel(); });
    std::atomic<bool> unread = false;
    const reader_watch gone([&] {
        unread = true;
        waiting.cancel();
    });
    try {
        waiting.get();
    } catch (const boost::system::system_error&) {
        if (!unread) throw;
    }
    return 0;
}

} // namespace corogql::cli
