#include <corogql/mapi/wait_for_run.hpp>

#include "values/errors/thrown.hpp"

#include <corogql/mapi/run_streams.hpp>
#include <corogql/mapi/runs.hpp>
#include <corogql/mapi/singleton.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
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
            if (*next != actual && seen) corogql::detail::call_observer("the status function", seen, *next);
            actual = *next;
        }
    }
    paginated_object_list<run> found = co_await from.run_paginated<run>(get_run(name, false));
    co_return first_of(std::move(found), run_not_found(name));
}

pending<run> start_wait_for_run_status(connection from, std::string name, run_status expected, status_callback seen) {
    const auto executor = from.executor();
    // Owned by the work, too: a pending that is dropped lets it go on.
    const auto signal = std::make_shared<asio::cancellation_signal>();
    const auto promise = std::make_shared<std::promise<run>>();
    auto finish = [signal, promise](std::exception_ptr failure, run found) {
        if (failure)
            promise->set_exception(failure);
        else
            promise->set_value(std::move(found));
    };
    auto waiting = wait_for_run_status(from, std::move(name), expected, std::move(seen));
    asio::co_spawn(executor, std::move(waiting), asio::bind_cancellation_slot(signal->slot(), std::move(finish)));
    // A cancellation_signal is not thread-safe: it is emitted where the work is, on a loop that lives as long as a
    // handle.
    return pending<run>(promise->get_future(), [signal, from = std::move(from)] {
        asio::dispatch(from.executor(), [signal] { signal->emit(asio::cancellation_type::terminal); });
    });
}

} // namespace corogql::mapi
