#include <corogql/detail/blocked_thread.hpp>

#include "values/deadline.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/text/duration_text.hpp"

#include <corogql/error.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <condition_variable>
#include <mutex>
#include <string>

namespace corogql::detail {

struct blocked_thread::state {
    // Not a std::timed_mutex: g++ 14 cannot compile its try_lock_until() for the thread sanitizer.
    std::mutex mutex;
    std::condition_variable free;
    bool taken = false; ///< A thread has its turn.
    asio::io_context loop{1};
    /// This work keeps the loop from running out. Whoever wakes the thread may count as work for a moment longer; were
    /// that the last work, its end would stop the loop, which may be in the next wait already.
    asio::executor_work_guard<asio::io_context::executor_type> always{loop.get_executor()};
    asio::cancellation_signal give_up;
};

blocked_thread::blocked_thread() : state_(std::make_unique<state>()) {}
blocked_thread::blocked_thread(blocked_thread&&) noexcept = default;
blocked_thread& blocked_thread::operator=(blocked_thread&&) noexcept = default;
blocked_thread::~blocked_thread() = default;

blocked_thread::turn::turn(blocked_thread& of, std::chrono::nanoseconds limit, std::string_view what)
    : here_(*of.state_), limit_(limit), what_(what) {
    std::unique_lock lock(here_.mutex);
    const auto is_free = [this] { return !here_.taken; };
    if (!is_free()) {
        if (until() == time_point::max())
            here_.free.wait(lock, is_free);
        else if (!here_.free.wait_until(lock, until(), is_free))
            throw_late();
    }
    here_.taken = true;
}

blocked_thread::turn::~turn() {
    {
        const std::lock_guard lock(here_.mutex);
        here_.taken = false;
    }
    here_.free.notify_one();
}

blocked_thread::turn::time_point blocked_thread::turn::until() {
    if (!until_) until_ = later(std::chrono::steady_clock::now(), limit_);
    return *until_;
}

void blocked_thread::turn::park(waitable& at) {
    if (late_) throw_late();
    auto& loop = here_.loop;
    bool woken = false;
    auto wake = [&woken](boost::system::error_code) { woken = true; };
    at.park(asio::bind_cancellation_slot(here_.give_up.slot(), wake), loop.get_executor());
    const bool limited = until() != time_point::max();
    while (!woken && (limited ? loop.run_one_until(until()) : loop.run_one()) > 0) {
    }
    if (woken) return;
    late_ = true;
    here_.give_up.emit(asio::cancellation_type::total);
    while (!woken) loop.run_one();
}

void blocked_thread::turn::throw_late() const {
    throw detailed_error(error_kind::timeout,
                         "no " + std::string(what_) + " came within " + duration_text(limit_) +
                             ", the limit that next() was given; it may still come, and nothing is lost")
        .phase(error_phase::stream);
}

} // namespace corogql::detail
