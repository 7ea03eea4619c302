/// The registry knows all work that SIGTERM concerns, of every connection and pool in the process.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>

namespace corogql::mapi::detail {

class sigterm_registry {
public:
    using clock = std::chrono::steady_clock;

    static sigterm_registry& instance();

    /// A ticket stands for one piece of work, from before it is submitted until it has ended.
    class ticket {
    public:
        /// `owner` is the one whom await_owned() names.
        explicit ticket(bool is_protected, const void* owner = nullptr);
        ~ticket();
        ticket(const ticket&) = delete;
        ticket& operator=(const ticket&) = delete;

        /// Sets how to cancel the work, from any thread; the function is called at once when the work is to be
        /// cancelled already. The function must not block.
        void cancel_with(std::function<void()> cancel);
        /// Sets how to shorten the work's waits when the drain begins and the work is protected. The function must not
        /// block.
        void hurry_with(std::function<void()> hurry);
        void protect();
        bool is_protected() const;

    private:
        friend class sigterm_registry;
        bool protected_;
        bool cancelled_ = false;
        std::function<void()> cancel_, hurry_;
        const void* owner_;
        std::list<ticket*>::iterator place_;
    };

    void cancel_unprotected();
    std::size_t protected_count() const;
    /// Returns when the drain ends; nullopt while no signal has come.
    std::optional<clock::time_point> drain_end() const;

    /// Cancels unprotected work and waits until no protected work is left, or the drain timeout has passed. The drain
    /// is on until end_drain(), when the signal has been given on.
    void drain();
    void end_drain();
    void drain_timeout(std::chrono::nanoseconds limit);

    /// Returns when no drain is on.
    void await_drain();
    /// Returns when no drain is on, or none of this owner's protected work is left.
    void await_owned(const void* owner);

private:
    mutable std::mutex mutex_;
    /// Signals that protected work has ended, or the drain has.
    std::condition_variable ended_;
    std::list<ticket*> tickets_;
    std::size_t protected_ = 0;
    std::chrono::nanoseconds drain_timeout_ = std::chrono::seconds(25);
    std::optional<clock::time_point> drain_end_;
};

} // namespace corogql::mapi::detail
