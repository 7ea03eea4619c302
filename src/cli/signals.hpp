/// Ctrl-C and SIGTERM: the first asks to end politely, the second ends at once.
#pragma once

#include <corogql/event_loop.hpp>

#include <boost/asio/signal_set.hpp>

#include <atomic>
#include <functional>
#include <memory>

namespace corogql::cli {

class signals {
public:
    /// `asked` is called once, on the loop's thread.
    signals(const std::shared_ptr<event_loop>& loop, std::function<void()> asked);
    ~signals();

    /// SIGINT or SIGTERM when one has come; otherwise 0.
    int received() const noexcept;
    /// 128 and the signal's number.
    int exit_status() const noexcept { return 128 + received(); }

private:
    struct state;
    std::shared_ptr<state> state_;
};

} // namespace corogql::cli
