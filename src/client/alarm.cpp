#include <corogql/detail/alarm.hpp>

#include "transport/asio/runtime_source.hpp"
#include "transport/waiter.hpp"

#include <boost/asio/this_coro.hpp>

namespace corogql::detail {

void alarm::start(const asio::any_io_executor& on, std::chrono::nanoseconds time, const async_event& rung) {
    stop();
    passed_ = std::make_shared<std::atomic<bool>>(false);
    running_ = detached_task(on, run(time, rung, passed_));
}

void alarm::stop() noexcept {
    if (passed_ && !*passed_) running_.stop();
    passed_ = nullptr;
}

asio::awaitable<void> alarm::run(std::chrono::nanoseconds time, async_event rung, flag passed) {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    const auto world = transport::make_runtime(here);
    transport::waiter pause(*world);
    co_await pause.wait_until(world->after(time));
    *passed = true;
    rung.ring();
}

} // namespace corogql::detail
