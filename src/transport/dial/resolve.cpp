#include "transport/dial/resolve.hpp"

#include "transport/cancellable_task.hpp"
#include "transport/dial/name_lookups.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/errors/thrown.hpp"

#include <corogql/error.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/system/system_error.hpp>

#include <system_error>

namespace corogql::transport {

namespace {

error lookup_failed(error_kind kind, const std::string& message) {
    return detailed_error(kind, message).phase(error_phase::resolve);
}

error lookup_timed_out(const std::string& host) {
    return lookup_failed(error_kind::timeout, "timed out while looking up the address of " + host);
}

error not_found(const std::string& host, const std::string& why) {
    return lookup_failed(error_kind::connect, "could not find the address of " + host + ": " + why);
}

/// Rethrows what a resolver threw. Asio's own resolvers say by a system_error that they found nothing.
[[noreturn]] void rethrow_as_lookup_failure(const std::exception_ptr& thrown, const std::string& host) {
    try {
        std::rethrow_exception(thrown);
    } catch (const boost::system::system_error& failure) {
        throw not_found(host, failure.code().message());
    } catch (...) {
        throw detailed_error(detail::own_or_callback_failed("the resolver", std::current_exception()))
            .phase(error_phase::resolve);
    }
}

/// Calls the resolver, which lives as long as what it does: a coroutine of its own may look at what it captured.
asio::awaitable<std::vector<asio::ip::address>> call(std::shared_ptr<const resolver_function> resolver,
                                                     std::string host) {
    co_return co_await (*resolver)(std::move(host));
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

asio::awaitable<std::vector<asio::ip::address>> ask_resolver(runtime& world,
                                                             std::shared_ptr<const resolver_function> resolver,
                                                             std::string host, runtime::time_point until) {
    boost::system::error_code no_literal;
    const auto literal = asio::ip::make_address(host, no_literal);
    if (!no_literal) co_return std::vector<asio::ip::address>(1, literal);
    const auto work = std::make_shared<cancellable_task<std::vector<asio::ip::address>>>(world);
    work->start(call(std::move(resolver), host));
    const bool in_time = co_await work->wait(until);
    if (!in_time) throw lookup_timed_out(host);
    if (work->failure()) rethrow_as_lookup_failure(work->failure(), host);
    auto found = work->take();
    if (found.empty()) throw not_found(host, "the resolver knows none");
    co_return found;
}

asio::awaitable<std::vector<socket_address>> resolve(std::shared_ptr<runtime> world,
                                                     std::shared_ptr<const resolver_function> resolver,
                                                     std::string host, std::uint16_t port, runtime::time_point until) {
    std::vector<socket_address> addresses;
    if (resolver) {
        const auto found = co_await ask_resolver(*world, std::move(resolver), host, until);
        for (const auto& address : found) addresses.emplace_back(asio::ip::tcp::endpoint(address, port));
        co_return addresses;
    }
    boost::system::error_code failure;
    const auto literal = asio::ip::make_address(host, failure);
    if (!failure) {
        addresses.emplace_back(asio::ip::tcp::endpoint(literal, port));
        co_return addresses;
    }
    const auto question = std::make_shared<name_lookups::question>(*world);
    ask(*world, host, port, question);
    co_await question->bell.wait_until(until);
    if (!question->answer) throw lookup_timed_out(host);
    addresses = std::move(question->answer->addresses);
    if (addresses.empty()) throw not_found(host, question->answer->failure);
    co_return addresses;
}

} // namespace corogql::transport
