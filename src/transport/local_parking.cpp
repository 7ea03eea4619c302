#include "transport/local_parking.hpp"

#include "values/at_exit.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/intrusive/list.hpp>

#include <vector>

namespace corogql::transport {

/// The bays of one context.
struct local_bay::lot {
    asio::any_io_executor on;   ///< All of them are for this one; nothing before there was one, and when it has gone.
    asio::any_io_executor work; ///< That executor, counted as work while a bay is occupied.
    std::size_t occupied = 0;
    boost::intrusive::list<local_bay, boost::intrusive::constant_time_size<false>> all;
    std::vector<local_bay*> woken; ///< In the order of their turns; null where one has gone.
    std::uint64_t first = 0;       ///< The turn of the first of them.
    std::uint64_t next = 0;        ///< The turns before this one are over.
    bool due = false;              ///< A function is on its way that gives them their turns.
    bool gone = false;

    /// Has those that were woken run, once.
    static void post(const std::shared_ptr<lot>& self) {
        if (std::exchange(self->due, true)) return;
        asio::post(self->on, [self] { run(self); });
    }
    static void run(const std::shared_ptr<lot>& self);
    void vacate() {
        if (--occupied == 0) work = {};
    }
};

/// The context owns the lot, and drops at its end whatever is parked: a handler owns its coroutine, which owns the bay.
class local_lot final : public asio::execution_context::service {
public:
    static asio::execution_context::id id;

    explicit local_lot(asio::execution_context& context) : asio::execution_context::service(context) {}

    const std::shared_ptr<local_bay::lot> bays = std::make_shared<local_bay::lot>();

private:
    void shutdown() override {
        bays->gone = true;
        bays->on = {};
        bays->work = {};
        bays->woken.clear();
        while (!bays->all.empty()) {
            auto& bay = bays->all.front();
            bay.unlink();
            bay.state_ = local_bay::state::empty;
            const auto dropped = std::move(bay.handler_); // and perhaps the bay with it, and what wakes others
        }
    }
};

asio::execution_context::id local_lot::id;

local_bay::~local_bay() {
    if (state_ == state::empty || lot_->gone) return;
    if (state_ == state::woken)
        lot_->woken[turn_ - lot_->first] = nullptr;
    else
        lot_->vacate();
}

bool local_bay::settle(const asio::any_io_executor& on) {
    unlink();
    lot_ = asio::use_service<local_lot>(asio::query(on, asio::execution::context)).bays;
    if (lot_->gone) return false;
    if (!lot_->on) lot_->on = on;
    lot_->all.push_back(*this);
    return is_for(on);
}

bool local_bay::is_for(const asio::any_io_executor& on) const noexcept { return lot_ && lot_->on == on; }

void local_bay::begin(wake_handler handler) {
    ++stay_;
    cancelled_ = false;
    state_ = state::occupied;
    handler_.swap(handler); // Boost 1.81 would wrap it in another one instead of moving it
    if (lot_->occupied++ == 0) lot_->work = asio::prefer(lot_->on, asio::execution::outstanding_work.tracked);
}

void local_bay::wake() {
    if (!occupied() || lot_->gone) return;
    state_ = state::woken;
    turn_ = lot_->first + lot_->woken.size();
    lot_->woken.push_back(this);
    lot::post(lot_);
    lot_->vacate();
}

void local_bay::cancel(std::uint32_t stay) {
    if (stay_ != stay) return;
    cancelled_ = true;
    wake();
}

/// Calls the handler, which can park here again, or end what the bay is a part of.
void local_bay::leave() {
    state_ = state::empty;
    const auto with = cancelled_ ? error_code(asio::error::operation_aborted) : error_code();
    auto handler = std::move(handler_);
    std::move(handler)(with);
}

void local_bay::lot::run(const std::shared_ptr<lot>& self) {
    auto& here = *self;
    here.due = false;
    here.woken.erase(here.woken.begin(), here.woken.begin() + static_cast<std::ptrdiff_t>(here.next - here.first));
    here.first = here.next;
    // What a handler throws goes through the context's run(); those behind it have their turn all the same.
    const detail::at_exit others([&self] {
        if (self->next != self->first + self->woken.size()) post(self);
    });
    // A handler may wake others, whose turn comes later, and run the context, which gives all of these theirs.
    for (const auto end = here.first + here.woken.size(); here.next < end;)
        if (auto* const bay = here.woken[here.next++ - here.first]) bay->leave();
}

} // namespace corogql::transport
