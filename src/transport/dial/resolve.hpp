/// Names to addresses, on time.
#pragma once

#include "transport/dial/connect.hpp"

#include <corogql/resolver.hpp>

namespace corogql::transport {

/// Address literals cost nothing; names are looked up by `resolver`, or by the system where that is null. At least one
/// address, in the order of preference of who looked it up. Throws corogql::error of kind connect or timeout, phase
/// resolve. Cancellation (terminal) and `until` are obeyed at once although a lookup itself cannot be stopped: it ends
/// unheard in its own thread, which not even the end of the io_context waits for.
asio::awaitable<std::vector<socket_address>> resolve(std::shared_ptr<runtime> world,
                                                     std::shared_ptr<const resolver_function> resolver,
                                                     std::string host, std::uint16_t port, runtime::time_point until);

/// The addresses that a resolver of the caller's gives. Throws as above, and kind callback for what is no failure of a
/// lookup. `world` must live until it ends.
asio::awaitable<std::vector<asio::ip::address>> ask_resolver(runtime& world,
                                                             std::shared_ptr<const resolver_function> resolver,
                                                             std::string host, runtime::time_point until);

} // namespace corogql::transport
