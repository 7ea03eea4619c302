#include <corogql/detail/guest.hpp>

#include "transport/parking.hpp"
#include "values/errors/thrown.hpp"

#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/system_executor.hpp>

namespace corogql::detail {

// By its type, in all its forms: to ask it for its context would start its threads.
bool is_everlasting(const asio::any_io_executor& executor) {
    const asio::any_io_executor plain = asio::system_executor();
    for (const auto& form : {plain, asio::require(plain, asio::execution::blocking.never)}) {
        const auto going_on = asio::prefer(form, asio::execution::relationship.continuation);
        if (executor.target_type() == form.target_type() || executor.target_type() == going_on.target_type())
            return true;
    }
    return false;
}

bool is_abroad(const asio::any_io_executor& home, const asio::any_io_executor& work) {
    return &asio::query(home, asio::execution::context) != &asio::query(work, asio::execution::context) &&
           !is_everlasting(home);
}

std::exception_ptr gone() { return std::make_exception_ptr(context_gone()); }

struct guest::place {
    transport::parking_lot::ticket ticket;
};

guest::guest(asio::any_completion_handler<void()> handler, const asio::any_io_executor& home) {
    auto wake = [handler = std::move(handler)](transport::error_code) mutable { std::move(handler)(); };
    place_ = std::make_unique<place>(place{transport::parking_lot::park(std::move(wake), home)});
}

guest::guest(guest&& other) noexcept = default;
guest::~guest() = default;

void guest::send_home() { std::exchange(place_, nullptr)->ticket.wake(); }

} // namespace corogql::detail
