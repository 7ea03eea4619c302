/// Where handlers of suspended coroutines wait when no I/O object holds them.
///
/// A parked handler owns its coroutine, which owns what holds the handler: a cycle that nobody would break when the
/// io_context goes away in mid-wait. The lot belongs to the context and drops whatever is parked at its shutdown.
#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/system/error_code.hpp>

#include <list>
#include <mutex>
#include <optional>

namespace corogql::transport {

namespace asio = boost::asio;
using boost::system::error_code;
using wake_handler = asio::any_completion_handler<void(error_code)>;

class parking_lot final : public asio::execution_context::service {
public:
    /// With work counted for the handler's executor, so that its context does not run out while it waits.
    struct place {
        wake_handler handler;
        asio::any_io_executor work;
    };
    using ticket = std::list<place>::iterator;

    static asio::execution_context::id id;

    explicit parking_lot(asio::execution_context& context) : asio::execution_context::service(context) {}
    static parking_lot& of(const asio::any_io_executor& executor);

    ticket park(wake_handler handler, const asio::any_io_executor& executor);
    /// Takes the handler out and posts it to its executor with `result`.
    void wake(ticket parked, error_code result);

private:
    void shutdown() override;

    std::mutex mutex_;
    bool down_ = false;
    std::list<place> parked_;
};

} // namespace corogql::transport
