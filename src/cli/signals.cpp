#include "cli/signals.hpp"

#include <boost/asio/post.hpp>

#include <csignal>
#include <cstdlib>

namespace corogql::cli {

struct signals::state : std::enable_shared_from_this<state> {
    state(const asio::any_io_executor& executor, std::function<void()> on_first)
        : set(executor, SIGINT, SIGTERM), asked(std::move(on_first)) {}

    void wait() {
        set.async_wait([self = shared_from_this()](const boost::system::error_code& failed, int number) {
            if (failed) return;
            if (self->received != 0) std::_Exit(128 + number);
            self->received = number;
            self->asked();
            self->wait();
        });
    }

    asio::signal_set set;
    std::function<void()> asked;
    std::atomic<int> received{0};
};

signals::signals(const std::shared_ptr<event_loop>& loop, std::function<void()> asked)
    : state_(std::make_shared<state>(loop->executor(), std::move(asked))) {
    state_->wait();
}

signals::~signals() {
    const auto executor = state_->set.get_executor();
    asio::post(executor, [state = std::move(state_)] { state->set.cancel(); });
}

int signals::received() const noexcept { return state_->received; }

} // namespace corogql::cli
