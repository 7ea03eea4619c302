/// A local bay is where the handler of a consumer waits who shares one executor with whoever wakes it, and that runs
/// one function at a time.
///
/// It is what a parking_lot has, without its guards: to wake a consumer through those costs
/// as much as to read a message.
#pragma once

#include "transport/parking.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/intrusive/list_hook.hpp>

#include <cstdint>
#include <memory>
#include <utility>

namespace corogql::transport {

/// A bay is a part of what it is for, and one handler at a time parks in it. Those that are woken run in one function
/// of their executor, in order.
class local_bay : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
public:
    local_bay() noexcept = default;
    local_bay(const local_bay&) = delete;
    local_bay& operator=(const local_bay&) = delete;
    ~local_bay();

    /// Makes the bay one for consumers on this executor, which runs one function at a time. Returns false where that
    /// cannot be: its context goes, or the executor itself counts as work.
    bool settle(const asio::any_io_executor& on);
    /// Returns whether the bay is for consumers on this executor.
    bool is_for(const asio::any_io_executor& on) const noexcept;

    /// Parks a handler of the executor that the bay is for; work is counted for that. A cancellation of any type
    /// through the handler's slot ends the wait with operation_aborted, also when the handler was woken and has not run
    /// yet. The `owner` is shared, and has the bay as long as it lives.
    template <class Owner>
    void park(wake_handler handler, const Owner& owner) {
        auto slot = asio::get_associated_cancellation_slot(handler);
        begin(std::move(handler));
        if (!slot.is_connected()) return;
        const auto of = owner.shared_from_this();
        slot.assign(
            [weak = std::weak_ptr(std::shared_ptr<local_bay>(of, this)), stay = stay_](asio::cancellation_type) {
                if (const auto alive = weak.lock()) alive->cancel(stay);
            });
    }
    /// Returns whether a handler is parked, and not woken.
    bool occupied() const noexcept { return state_ == state::occupied; }
    /// Posts the handler to its executor, if one is parked.
    void wake();

private:
    friend class local_lots;
    struct lot;
    struct lots;
    enum class state : std::uint8_t { empty, occupied, woken };

    void begin(wake_handler handler);
    void cancel(std::uint32_t stay);
    void leave();

    wake_handler handler_;
    std::shared_ptr<lot> lot_;
    std::uint64_t turn_ = 0; ///< The number of its turn, once it was woken.
    std::uint32_t stay_ = 0; ///< Tells the waits apart.
    state state_ = state::empty;
    bool cancelled_ = false;
};

} // namespace corogql::transport
