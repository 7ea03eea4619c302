/// Names to addresses, on time.
#pragma once

#include "transport/dial/connect.hpp"

namespace corogql::transport {

/// Address literals cost nothing; names are looked up by the system. At least one address, in the system's
/// order of preference. Throws corogql::error of kind connect or timeout, phase resolve. Cancellation
/// (terminal) and `until` are obeyed at once although a lookup itself cannot be stopped: it ends unheard in
/// its own thread, which not even the end of the io_context waits for.
asio::awaitable<std::vector<socket_address>> resolve(std::shared_ptr<runtime> world, std::string host,
                                                     std::uint16_t port, runtime::time_point until);

} // namespace corogql::transport
