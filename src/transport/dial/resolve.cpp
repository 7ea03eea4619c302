#include "transport/dial/resolve.hpp"

#include "transport/dial/name_lookups.hpp"

#include <corogql/error.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <system_error>

namespace corogql::transport {

namespace {

error lookup_failed(error_kind kind, const std::string& message) {
    error failure(kind, message);
    failure.phase(error_phase::resolve);
    return failure;
}

void ask(runtime& world, const std::string& host, std::uint16_t port,
         const std::shared_ptr<name_lookups::question>& about) {
    const auto executor = world.executor();
    try {
        name_lookups::of(executor).ask(executor, host, port, about);
    } catch (const std::system_error& failure) {
        throw lookup_failed(error_kind::connect,
                            "could not look up the address of " + host + ": no thread: " + failure.code().message());
    }
}

} // namespace

asio::awaitable<std::vector<socket_address>> resolve(std::shared_ptr<runtime> world, std::string host,
                                                     std::uint16_t port, runtime::time_point until) {
    std::vector<socket_address> addresses;
    boost::system::error_code failure;
    const auto literal = asio::ip::make_address(host, failure);
    if (!failure) {
        addresses.emplace_back(asio::ip::tcp::endpoint(literal, port));
        co_return addresses;
    }
    const auto question = std::make_shared<name_lookups::question>(*world);
    ask(*world, host, port, question);
    co_await question->bell.wait_until(until);
    if (!question->answer)
        throw lookup_failed(error_kind::timeout, "timed out while looking up the address of " + host);
    addresses = std::move(question->answer->addresses);
    if (addresses.empty())
        throw lookup_failed(error_kind::connect,
                            "could not find the address of " + host + ": " + question->answer->failure);
    co_return addresses;
}

} // namespace corogql::transport
