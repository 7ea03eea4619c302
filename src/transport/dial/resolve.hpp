/// Names are resolved to addresses here, on time.
#pragma once

#include "transport/dial/connect.hpp"

#include <corogql/resolver.hpp>

namespace corogql::transport {

/// Looks up the addresses of a host: at least one, in the order of preference of who looked them up. Address literals
/// cost nothing; names are looked up by `resolver`, or by the system where that is null. Throws corogql::error of kind
/// connect or timeout, phase resolve. Cancellation (terminal) and `until` are obeyed at once although a lookup itself
/// cannot be stopped: it ends unheard in its own thread, which not even the end of the io_context waits for.
asio::awaitable<std::vector<socket_address>> resolve(std::shared_ptr<runtime> world,
                                                     std::shared_ptr<const resolver_function> resolver,
                                                     std::string host, std::uint16_t port, runtime::time_point until);

/// Returns the addresses that a resolver of the caller's gives. Throws corogql::error, phase resolve, of kind connect
/// or timeout, and of kind callback for what is no failure of a lookup. `world` must live until the call ends.
asio::awaitable<std::vector<asio::ip::address>> ask_resolver(runtime& world,
                                                             std::shared_ptr<const resolver_function> resolver,
                                                             std::string host, runtime::time_point until);

} // namespace corogql::transport
