#include "cli/signals.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <csignal>
#include <cstdlib>

namespace corogql::cli {

struct signals::state : std::enable_shared_from_this<state> {
    explicit state(const asio::any_io_executor& executor) : set(executor, SIGINT, SIGTERM) {}

    void wait() {
        set.async_wait([self = shared_from_this()](const boost::system::error_code& failed, int number) {
            if (failed) return;
            if (self->received != 0) std::_Exit(128 + number);
            self->received = number;
            if (self->asked) self->asked();
            self->wait();
        });
    }

    /// Runs a function on the loop's thread; it has run when this call returns.
    template <class F>
    void on_loop(F change) {
        asio::post(set.get_executor(), asio::use_future(std::move(change))).wait();
    }

    asio::signal_set set;
    std::function<void()> asked;
    std::atomic<int> received{0};
};

signals::signals(const std::shared_ptr<event_loop>& loop) : state_(std::make_shared<state>(loop->executor())) {
    state_->wait();
}

signals::~signals() {
    state_->on_loop([this] { state_->set.cancel(); });
}

int signals::received() const noexcept { return state_->received; }

signals::reaction::reaction(const signals& of, std::function<void()> asked) : state_(of.state_) {
    state_->on_loop([this, &asked] {
        state_->asked = std::move(asked);
        if (state_->received != 0) state_->asked();
    });
}

signals::reaction::~reaction() {
    state_->on_loop([this] { state_->asked = nullptr; });
}

} // namespace corogql::cli
