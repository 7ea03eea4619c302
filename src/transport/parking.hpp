/// A parking_lot is where handlers of suspended coroutines wait when no I/O object holds them.
///
/// A parked handler owns its coroutine, which owns what holds the handler: a cycle that nobody would break when the
/// io_context goes away in mid-wait. The lot belongs to the context and drops whatever is parked at its shutdown.
#pragma once

#include "transport/context_gate.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/system/error_code.hpp>

#include <cstdint>
#include <memory>

namespace corogql::transport {

namespace asio = boost::asio;
using boost::system::error_code;
using wake_handler = asio::any_completion_handler<void(error_code)>;

class parking_lot final : public asio::execution_context::service {
    struct place;
    struct places;

public:
    /// A ticket belongs to one handler that is parked. A ticket may be kept for longer than the lot lives, and used on
    /// another thread while the lot goes.
    class ticket {
    public:
        /// Makes the ticket of nobody.
        ticket() noexcept = default;
        explicit operator bool() const noexcept { return own_ != nullptr; }
        /// Takes the handler out and posts it to its executor, with operation_aborted if `aborted`. Returns false when
        /// that was done before, or the lot has gone.
        bool wake(bool aborted = false) const;

    private:
        friend class parking_lot;
        ticket(std::shared_ptr<place> own, std::uint64_t stay) noexcept : own_(std::move(own)), stay_(stay) {}
        std::shared_ptr<place> own_;
        std::uint64_t stay_ = 0;
    };

    /// A bay is for a consumer who parks thousands of times a second: the place is kept from one stay to the next. One
    /// at a time parks in it.
    class bay {
    public:
        /// Parks the handler, and lets a cancellation of any type through the handler's slot end the wait with
        /// operation_aborted. So does a cancellation that comes when the handler was woken and has not run yet: who
        /// cancels drops the result, so there must be none.
        ticket park(wake_handler handler, const asio::any_io_executor& executor);

    private:
        std::shared_ptr<place> own_;
    };

    static asio::execution_context::id id;

    explicit parking_lot(asio::execution_context& context);
    /// Parks the handler in the lot of the executor's context. Work is counted for the executor, so that its context
    /// does not run out meanwhile.
    static ticket park(wake_handler handler, const asio::any_io_executor& executor);
    /// Parks the handler as a bay does, for one stay.
    static ticket park_cancellable(wake_handler handler, const asio::any_io_executor& executor) {
        return bay().park(std::move(handler), executor);
    }

private:
    void shutdown() override;

    const std::shared_ptr<places> places_;
};

} // namespace corogql::transport
