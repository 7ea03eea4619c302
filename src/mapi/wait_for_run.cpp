#include <corogql/mapi/wait_for_run.hpp>

#include <corogql/mapi/run_streams.hpp>
#include <corogql/mapi/runs.hpp>
#include <corogql/mapi/singleton.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/dispatch.hpp>

namespace corogql::mapi {

run_status_not_reached::run_status_not_reached(std::string name, run_status actual, run_status expected)
    : std::runtime_error("Run " + name + " did not reach status " + std::string(to_string(expected)) +
                         ": its last one was " + std::string(to_string(actual))),
      name_(std::move(name)), actual_(actual), expected_(expected) {}

asio::awaitable<run> wait_for_run_status(connection from, std::string name, run_status expected, status_callback seen) {
    run_status actual = run_status::unknown;
    {
        auto statuses = subscribe<run_status>(from, watch_run_status(name));
        while (!after(actual, expected, true)) {
            const std::optional<run_status> next = co_await statuses.next();
            if (!next) throw run_status_not_reached(name, actual, expected);
            if (*next != actual && seen) seen(*next);
            actual = *next;
        }
    }
    object_list<run> found = co_await from.run_plural<run>(get_run(name));
    co_return first_of(std::move(found), run_not_found(name));
}

pending<run> start_wait_for_run_status(connection from, std::string name, run_status expected, status_callback seen) {
    const auto executor = from.executor();
    const auto signal = std::make_shared<asio::cancellation_signal>();
    auto token = asio::bind_cancellation_slot(signal->slot(), asio::use_future);
    auto waiting = wait_for_run_status(std::move(from), std::move(name), expected, std::move(seen));
    auto future = asio::co_spawn(executor, std::move(waiting), std::move(token));
    // A cancellation_signal is not thread-safe: it is emitted where the work is.
    return pending<run>(std::move(future), [signal, executor] {
        asio::dispatch(executor, [signal] { signal->emit(asio::cancellation_type::terminal); });
    });
}

} // namespace corogql::mapi
