#include "testing/server/doorbell.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace corogql::testing {

doorbell::doorbell(asio::any_io_executor executor)
    : never_(std::move(executor), asio::steady_timer::time_point::max()) {}

void doorbell::ring() {
    rung_ = true;
    never_.cancel();
}

asio::awaitable<void> doorbell::wait() {
    boost::system::error_code rung;
    if (!rung_) co_await never_.async_wait(asio::redirect_error(asio::use_awaitable, rung));
    rung_ = false;
}

} // namespace corogql::testing
