#include "transport/local_parking.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/intrusive/list.hpp>

#include <list>
#include <mutex>
#include <utility>
#include <vector>

namespace corogql::transport {

/// The lots of one context, one for each executor. Several threads may look for theirs at a time.
struct local_bay::lots {
    struct entry {
        asio::any_io_executor on;
        std::weak_ptr<lot> bays;
    };
    std::mutex mutex;
    std::list<entry> all;
    bool gone = false; ///< The context has gone.

    static std::shared_ptr<lot> find(const std::shared_ptr<lots>& self, const asio::any_io_executor& on);
};

/// The bays of one executor, which keep the lot. All but its entry is for that executor.
struct local_bay::lot {
    const std::shared_ptr<lots> among;
    std::list<lots::entry>::iterator place;
    asio::any_io_executor on;   ///< Nothing when the context has gone.
    asio::any_io_executor work; ///< That executor, counted as work while a bay is occupied.
    std::size_t occupied = 0;
    boost::intrusive::list<local_bay, boost::intrusive::constant_time_size<false>> all;
    std::vector<local_bay*> woken; ///< In the order of their turns; null where one has gone.
    std::uint64_t first = 0;       ///< The turn of the first of them.
    std::uint64_t next = 0;        ///< The turns before this one are over.
    bool due = false;              ///< A function is on its way that gives them their turns.

    lot(std::shared_ptr<lots> of, asio::any_io_executor executor) : among(std::move(of)), on(std::move(executor)) {}
    lot(const lot&) = delete;
    lot& operator=(const lot&) = delete;
    ~lot() {
        std::list<lots::entry> ended; // not under the lock
        const std::lock_guard lock(among->mutex);
        if (!among->gone) ended.splice(ended.end(), among->all, place);
    }

    /// Has those that were woken run, once.
    static void post(const std::shared_ptr<lot>& self) {
        if (self->due) return;
        asio::post(self->on, [self] { run(self); });
        self->due = true;
    }
    static void run(const std::shared_ptr<lot>& self);
    void vacate() {
        if (--occupied == 0) work = {};
    }
    void drop();
};

/// The context owns the lots, and drops at its end whatever is parked: a handler owns its coroutine, which owns the
/// bay.
class local_lots final : public asio::execution_context::service {
public:
    static asio::execution_context::id id;

    explicit local_lots(asio::execution_context& context) : asio::execution_context::service(context) {}

    const std::shared_ptr<local_bay::lots> all = std::make_shared<local_bay::lots>();

private:
    void shutdown() override {
        std::list<local_bay::lots::entry> ended;
        {
            const std::lock_guard lock(all->mutex);
            all->gone = true;
            ended.swap(all->all);
        }
        for (const auto& each : ended)
            if (const auto bays = each.bays.lock()) bays->drop();
    }
};

asio::execution_context::id local_lots::id;

std::shared_ptr<local_bay::lot> local_bay::lots::find(const std::shared_ptr<lots>& self,
                                                      const asio::any_io_executor& on) {
    {
        const std::lock_guard lock(self->mutex);
        for (const auto& each : self->all)
            if (each.on == on)
                if (auto bays = each.bays.lock()) return bays;
    }
    auto made = std::make_shared<lot>(self, on);
    std::list<entry> added{{on, made}};
    const std::lock_guard lock(self->mutex);
    if (self->gone) return nullptr;
    made->place = added.begin();
    self->all.splice(self->all.end(), added);
    return made;
}

local_bay::~local_bay() {
    if (state_ == state::woken)
        lot_->woken[turn_ - lot_->first] = nullptr;
    else if (state_ == state::occupied)
        lot_->vacate();
}

bool local_bay::settle(const asio::any_io_executor& on) {
    if (asio::prefer(on, asio::execution::outstanding_work.untracked) != on) return false;
    auto& owner = asio::use_service<local_lots>(asio::query(on, asio::execution::context));
    unlink();
    lot_ = lots::find(owner.all, on);
    if (lot_) lot_->all.push_back(*this);
    return lot_ != nullptr;
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
    if (!occupied()) return;
    lot::post(lot_);
    lot_->woken.push_back(this);
    turn_ = lot_->first + lot_->woken.size() - 1;
    state_ = state::woken;
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
    // Those behind one who throws, or who runs the context itself, have their turn all the same.
    if (here.woken.size() > 1) post(self);
    for (const auto end = here.first + here.woken.size(); here.next < end;)
        if (auto* const bay = here.woken[here.next++ - here.first]) bay->leave();
}

void local_bay::lot::drop() {
    on = work = {};
    woken.clear();
    first = next = 0;
    for (auto& bay : all) bay.state_ = state::empty; // nobody is to be woken any more
    while (!all.empty()) {
        auto& bay = all.front();
        bay.unlink();
        const auto dropped = std::move(bay.handler_); // and perhaps the bay with it
    }
}

} // namespace corogql::transport
