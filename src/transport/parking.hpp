/// Where handlers of suspended coroutines wait when no I/O object holds them.
///
/// A parked handler owns its coroutine, which owns what holds the handler: a cycle that nobody would break when the
/// io_context goes away in mid-wait. The lot belongs to the context and drops whatever is parked at its shutdown.
#pragma once

#include "transport/context_gate.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/system/error_code.hpp>

#include <list>
#include <memory>
#include <mutex>

namespace corogql::transport {

namespace asio = boost::asio;
using boost::system::error_code;
using wake_handler = asio::any_completion_handler<void(error_code)>;

class parking_lot final : public asio::execution_context::service {
    struct places;

public:
    /// With work counted for the handler's executor, so that its context does not run out while it waits.
    struct place {
        wake_handler handler;
        asio::any_io_executor work;
    };

    /// Of one that is parked. It may be kept for longer than the lot lives, and used on another thread while that goes.
    class ticket {
    public:
        /// Takes the handler out and posts it to its executor with `result`; once. Nothing when the lot has gone.
        void wake(error_code result) const;

    private:
        friend class parking_lot;
        ticket(std::shared_ptr<places> all, std::list<place>::iterator own) : all_(std::move(all)), own_(own) {}
        std::shared_ptr<places> all_;
        std::list<place>::iterator own_;
    };

    static asio::execution_context::id id;

    explicit parking_lot(asio::execution_context& context);
    /// In the lot of the executor's context.
    static ticket park(wake_handler handler, const asio::any_io_executor& executor);

private:
    struct places {
        context_gate gate;
        std::mutex mutex; ///< for the list only: nothing is posted or destroyed under it
        std::list<place> parked;
    };
    void shutdown() override;

    const std::shared_ptr<places> places_;
};

} // namespace corogql::transport
