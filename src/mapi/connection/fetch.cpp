#include "client/executor_hop.hpp"
#include "mapi/connection/connection_state.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace corogql::mapi::detail {

asio::any_io_executor executor_of(const std::shared_ptr<connection_state>& connection) {
    return connection->loop()->executor();
}

void start_fetch(std::shared_ptr<connection_state> connection, operation what, asio::any_io_executor on,
                 mapi_response_handler handler) {
    // Registered before it is submitted: there is no moment in which SIGTERM overlooks it.
    const auto ticket = std::make_shared<connection_state::ticket>(what.protect(), connection.get());
    const auto executor = executor_of(connection);
    const auto owner = std::weak_ptr(connection);
    auto work = [connection = std::move(connection), what = std::move(what), ticket]() mutable {
        return connection_state::perform(std::move(connection), std::move(what), std::move(ticket));
    };
    auto cancel = corogql::detail::cross(executor, std::move(on), std::move(work), std::move(handler));
    ticket->cancel_with([owner, cancel = std::move(cancel)] {
        if (const auto alive = owner.lock()) cancel(); // its loop, too
    });
}

asio::awaitable<mapi_response> fetch(std::shared_ptr<connection_state> connection, operation what) {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    auto initiate = [here](mapi_response_handler handler, std::shared_ptr<connection_state> to, operation asked) {
        start_fetch(std::move(to), std::move(asked), here, std::move(handler));
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr, mapi_response)>(
        std::move(initiate), asio::use_awaitable, std::move(connection), std::move(what));
}

} // namespace corogql::mapi::detail
