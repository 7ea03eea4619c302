/// Ctrl-C and SIGTERM end the program: the first signal asks to end politely, the second ends at once.
#pragma once

#include <corogql/event_loop.hpp>

#include <functional>
#include <memory>

namespace corogql::cli {

/// This object is made before the work begins, so that no moment is left in which a signal just kills.
class signals {
    struct state;

public:
    explicit signals(const std::shared_ptr<event_loop>& loop);
    ~signals();

    /// While a reaction lives, the first signal calls `asked`, on the loop's thread; one that came before does so as
    /// well.
    class reaction {
    public:
        reaction(const signals& of, std::function<void()> asked);
        ~reaction();

    private:
        std::shared_ptr<state> state_;
    };

    /// Returns SIGINT or SIGTERM when one has come; otherwise 0.
    int received() const noexcept;
    /// Returns 128 and the signal's number.
    int exit_status() const noexcept { return 128 + received(); }

private:
    std::shared_ptr<state> state_;
};

} // namespace corogql::cli
