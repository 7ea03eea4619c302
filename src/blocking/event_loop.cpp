#include <corogql/event_loop.hpp>

#include "transport/tls/crypto_library.hpp"

#include <corogql/error.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <thread>
#include <vector>

#include <unistd.h>

namespace corogql {

struct event_loop::state {
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    std::thread thread;
    const pid_t process = ::getpid();
};

event_loop::event_loop() : state_(std::make_shared<state>()) {
    transport::load_crypto_library(); // a static loop may outlive its clients
    state_->thread = std::thread([state = state_] { state->context.run(); });
}

event_loop::~event_loop() {
    if (forked()) {
        // The thread is not in this process, and may have held any lock: what it worked on is left as it lies.
        static auto& left = *new std::vector<std::shared_ptr<state>>;
        left.push_back(std::move(state_));
        return;
    }
    state_->work.reset();
    if (running_in_this_thread()) {
        state_->thread.detach(); // it goes on with what is under way, and cleans up
    } else {
        state_->context.stop();
        state_->thread.join();
    }
}

asio::any_io_executor event_loop::executor() const { return state_->context.get_executor(); }

bool event_loop::running_in_this_thread() const noexcept {
    return state_->thread.get_id() == std::this_thread::get_id();
}

bool event_loop::forked() const noexcept { return ::getpid() != state_->process; }

void event_loop::check_wait() const {
    if (running_in_this_thread())
        throw error(error_kind::usage, "a blocking call on the client's own loop thread would wait for ever");
    if (forked())
        throw error(error_kind::usage, "a blocking call would wait for ever: the loop's thread is in the process that "
                                       "called fork()");
}

} // namespace corogql
