/// A thread blocks until a sequence has something for it: it parks on a small loop of its own.
#pragma once

#include <corogql/detail/sequence.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

namespace corogql::detail {

/// A blocking handle has one of these. Threads that come together take turns.
class blocked_thread {
    struct state;

public:
    blocked_thread();
    blocked_thread(blocked_thread&&) noexcept;
    blocked_thread& operator=(blocked_thread&&) noexcept;
    ~blocked_thread();

    /// A turn lasts for the time of one next().
    class turn {
    public:
        /// Waits for the threads before it. From here on `limit` counts; when it has passed kind timeout is thrown, in
        /// the phase of streams, which names `what` did not come: "event".
        turn(blocked_thread& of, std::chrono::nanoseconds limit, std::string_view what);
        ~turn();
        turn(const turn&) = delete;
        turn& operator=(const turn&) = delete;

        /// Blocks until it is worth while to ask again. That is so once more when the limit has passed, and nothing is
        /// parked any more after that.
        void park(waitable& at);

    private:
        using time_point = std::chrono::steady_clock::time_point;
        time_point until();
        [[noreturn]] void throw_late() const;

        state& here_;
        const std::chrono::nanoseconds limit_;
        const std::string_view what_;
        std::optional<time_point> until_; ///< The clock is asked only by who waits.
        bool late_ = false;
    };

private:
    std::unique_ptr<state> state_;
};

} // namespace corogql::detail
