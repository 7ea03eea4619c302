#include "transport/dial/connect.hpp"

#include "transport/dial/connect_race.hpp"
#include "transport/waiter.hpp"
#include "values/errors/detailed_error.hpp"

#include <corogql/error.hpp>

namespace corogql::transport {

namespace {

using boost::system::error_code;

error connect_failed(error_kind kind, const std::string& message) {
    return detailed_error(kind, message).phase(error_phase::connect);
}

std::vector<std::size_t> order_of(const std::vector<socket_address>& addresses) {
    std::vector<int> families;
    for (const auto& address : addresses) families.push_back(address.protocol().family());
    return interleave_families(families);
}

/// The attempts' reports are kept here until connect_any() looks at them.
struct reports {
    explicit reports(runtime& world) : bell(world) {}

    waiter bell;
    std::size_t failures = 0;
    error_code last_failure;
    std::unique_ptr<byte_stream> stream;

    void take(error_code failure, std::unique_ptr<byte_stream> connected) {
        if (stream) return; // two in one turn of the loop: the first has won
        stream = std::move(connected);
        if (!stream) {
            ++failures;
            last_failure = failure;
        }
        bell.notify();
    }
};

} // namespace

asio::awaitable<std::unique_ptr<byte_stream>> connect_any(runtime& world, connector& how, connect_targets to,
                                                          runtime::time_point until) {
    connect_race race(order_of(to.addresses), to.head_start, world.now(), until);
    reports heard(world);
    std::vector<std::unique_ptr<connector::attempt>> attempts; // their end is the losers' end
    while (!heard.stream && !race.lost()) {
        while (const auto next = race.take(world.now())) {
            connector::done_function done = [&heard](error_code failure, std::unique_ptr<byte_stream> stream) {
                heard.take(failure, std::move(stream));
            };
            attempts.push_back(how.begin(to.addresses[*next], std::move(done)));
        }
        co_await heard.bell.wait_until(std::min(race.due(), until));
        for (; heard.failures > 0; --heard.failures) race.failed(world.now());
        if (world.now() >= until) break;
    }
    if (heard.stream) co_return std::move(heard.stream);

    const auto count = race.begun();
    const std::string which = count > 1 ? to.name + " (" + std::to_string(count) + " addresses tried)" : to.name;
    const std::string reason = heard.last_failure ? ": " + heard.last_failure.message() : "";
    if (world.now() < until) throw connect_failed(error_kind::connect, "could not connect to " + which + reason);
    throw connect_failed(error_kind::timeout, "timed out while connecting to " + which + reason);
}

} // namespace corogql::transport
