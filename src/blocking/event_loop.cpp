#include <corogql/event_loop.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <thread>

namespace corogql {

struct event_loop::state {
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    std::thread thread{[this] { context.run(); }};
};

event_loop::event_loop() : state_(std::make_unique<state>()) {}

event_loop::~event_loop() {
    state_->work.reset();
    state_->context.stop();
    state_->thread.join();
}

asio::any_io_executor event_loop::executor() const { return state_->context.get_executor(); }

bool event_loop::running_in_this_thread() const noexcept {
    return state_->thread.get_id() == std::this_thread::get_id();
}

} // namespace corogql
