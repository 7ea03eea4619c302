#include <corogql/mapi/turnstile.hpp>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <list>

namespace corogql::detail {

struct turnstile::state {
    struct waiting {
        explicit waiting(const asio::any_io_executor& executor)
            : bell(executor, asio::steady_timer::time_point::max()) {}
        asio::steady_timer bell;
        bool granted = false;
    };

    asio::any_io_executor executor;
    bool taken = false;
    std::list<waiting*> queue;
};

turnstile::turnstile(asio::any_io_executor executor) : state_(std::make_unique<state>()) {
    state_->executor = std::move(executor);
}
turnstile::~turnstile() = default;

asio::awaitable<turnstile::turn> turnstile::enter() {
    auto& shared = *state_;
    if (shared.taken) {
        state::waiting self(shared.executor);
        struct listed {
            std::list<state::waiting*>& list;
            state::waiting* entry;
            ~listed() { list.remove(entry); }
        };
        const listed guard{shared.queue, &self};
        shared.queue.push_back(&self);
        boost::system::error_code woken;
        co_await self.bell.async_wait(asio::redirect_error(asio::use_awaitable, woken));
        if (!self.granted) throw boost::system::system_error(asio::error::operation_aborted);
    }
    shared.taken = true;
    co_return turn(*this);
}

void turnstile::leave() noexcept {
    auto& shared = *state_;
    if (shared.queue.empty()) {
        shared.taken = false;
        return;
    }
    // It stays taken: nobody who comes now may pass before the one that is woken.
    auto* next = shared.queue.front();
    shared.queue.pop_front();
    next->granted = true;
    next->bell.cancel();
}

} // namespace corogql::detail
