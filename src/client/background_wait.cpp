#include <corogql/detail/background_wait.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <atomic>
#include <exception>
#include <utility>

namespace corogql::detail {

struct background_wait::state {
    std::atomic<bool> busy{false};
    std::exception_ptr failure; ///< not while busy
};

background_wait::background_wait() : state_(std::make_shared<state>()) {}

bool background_wait::busy() const noexcept { return state_->busy.load(std::memory_order_acquire); }

void background_wait::rethrow() const {
    if (state_->failure) std::rethrow_exception(std::exchange(state_->failure, nullptr));
}

void background_wait::start(const asio::any_io_executor& on, std::shared_ptr<waitable> what, const bell& over) {
    state_->busy = true;
    asio::co_spawn(on, run(std::move(what), state_, over), asio::detached);
}

asio::awaitable<void> background_wait::run(std::shared_ptr<waitable> what, std::shared_ptr<state> shared, bell over) {
    struct leave { // also when the context goes
        state& shared;
        const bell& over;
        ~leave() {
            shared.busy.store(false, std::memory_order_release);
            over.ring();
        }
    };
    const leave guard{*shared, over};
    try {
        co_await what->wait();
    } catch (...) {
        shared->failure = std::current_exception();
    }
}

} // namespace corogql::detail
