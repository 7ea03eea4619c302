/// A context_gate lets threads use an execution context that another thread may be destroying.
///
/// No lock is held meanwhile, for a context that goes destroys at once what is posted to a strand of it, and with that
/// whatever a coroutine of the user's owns.
#pragma once

#include <boost/asio/detail/strand_executor_service.hpp>
#include <boost/asio/execution_context.hpp>

#include <atomic>
#include <cstdint>

namespace corogql::transport {

namespace asio = boost::asio;

/// A service of the context owns the gate, together with the threads that use it, and closes it in its shutdown().
class context_gate {
public:
    /// Belongs in the constructor of the service. A context shuts the newest service down first, so its strands are
    /// older than the gate from then on: they would empty their queues while others, who have a pass, post to them.
    explicit context_gate(asio::execution_context& context) {
        asio::use_service<asio::detail::strand_executor_service>(context);
    }

    /// The context does not go on with its end while a pass exists. A pass is false when the gate was closed before.
    class pass {
    public:
        explicit pass(context_gate& through) noexcept
            : gate_(through), open_(!(through.state_.fetch_add(one_user) & closed)) {}
        ~pass() {
            if (gate_.state_.fetch_sub(one_user) & closed) gate_.state_.notify_all();
        }
        pass(const pass&) = delete;
        pass& operator=(const pass&) = delete;
        explicit operator bool() const noexcept { return open_; }

    private:
        context_gate& gate_;
        const bool open_;
    };

    /// Returns whether the gate was closed: what belongs to its context is of no use any more.
    bool is_closed() const noexcept { return state_.load() & closed; }

    /// Closes the gate and waits for those who have a pass. Whoever has a pass must not call this.
    void close() noexcept {
        auto state = state_.fetch_or(closed) | closed;
        for (; state != closed; state = state_.load()) state_.wait(state);
    }

private:
    static constexpr std::uint32_t closed = 1, one_user = 2;
    std::atomic<std::uint32_t> state_{0};
};

} // namespace corogql::transport
