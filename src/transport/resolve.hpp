/// Names to addresses, on time.
#pragma once

#include "transport/runtime.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <string>
#include <vector>

namespace corogql::transport {

/// Address literals cost nothing; names are looked up by the system. At least one address, in the system's
/// order of preference. Throws corogql::error of kind connect or timeout, phase resolve. Cancellation
/// (terminal) and `until` are obeyed at once although a lookup itself cannot be stopped: it ends unheard in
/// its own thread.
asio::awaitable<std::vector<asio::ip::tcp::endpoint>> resolve(asio::any_io_executor executor, std::string host,
                                                              std::uint16_t port, runtime::time_point until);

} // namespace corogql::transport
