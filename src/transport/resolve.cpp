#include "transport/resolve.hpp"

#include <corogql/error.hpp>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace corogql::transport {

namespace {

using asio::ip::tcp;
using boost::system::error_code;

// Shared with the lookup's handler, which may come long after nobody waits any more.
struct lookup {
    explicit lookup(const asio::any_io_executor& executor) : resolver(executor), bell(executor) {}

    tcp::resolver resolver;
    asio::steady_timer bell; ///< rings at the deadline, or early by cancel() when the answer is there
    bool answered = false;
    error_code failure;
    tcp::resolver::results_type results;
};

void begin(const std::shared_ptr<lookup>& state, const std::string& host, std::uint16_t port) {
    state->resolver.async_resolve(host, std::to_string(port), tcp::resolver::numeric_service,
                                  [state](error_code failure, tcp::resolver::results_type results) {
                                      state->answered = true;
                                      state->failure = failure;
                                      state->results = std::move(results);
                                      state->bell.cancel();
                                  });
}

error lookup_failed(error_kind kind, const std::string& message) {
    error failure(kind, message);
    failure.phase(error_phase::resolve);
    return failure;
}

} // namespace

asio::awaitable<std::vector<tcp::endpoint>> resolve(asio::any_io_executor executor, std::string host,
                                                    std::uint16_t port, runtime::time_point until) {
    std::vector<tcp::endpoint> addresses;
    error_code failure;
    const auto literal = asio::ip::make_address(host, failure);
    if (!failure) {
        addresses.emplace_back(literal, port);
        co_return addresses;
    }

    const auto state = std::make_shared<lookup>(executor);
    begin(state, host, port);
    state->bell.expires_at(until);
    co_await state->bell.async_wait(asio::redirect_error(asio::use_awaitable, failure));

    if (!state->answered) {
        state->resolver.cancel(); // spares a lookup that has not begun
        if (failure) throw boost::system::system_error(failure);
        throw lookup_failed(error_kind::timeout, "timed out while looking up the address of " + host);
    }
    if (state->failure || state->results.empty())
        throw lookup_failed(error_kind::connect, "could not find the address of " + host + ": " +
                                                     (state->failure ? state->failure.message() : "no address"));
    for (const auto& result : state->results) addresses.push_back(result.endpoint());
    co_return addresses;
}

} // namespace corogql::transport
