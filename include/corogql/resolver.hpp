/// A resolver is a caller's own way from the name of a host to its addresses: service discovery, a cache, a fixed
/// table.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>

#include <functional>
#include <string>
#include <vector>

namespace corogql {

namespace asio = boost::asio;

/// A resolver function gives the addresses of `host`, the preferred ones first; they are tried as those of the system
/// are. It is not asked for literal addresses. An empty list and a boost::system::system_error mean that the host was
/// not found (kind `connect`, phase `resolve`); anything else it throws, at once or later, ends the operation with kind
/// `callback` unless it is a corogql::error. It runs on the client's executor, must not block, has the
/// time of connect_timeout(), and is cancelled with the dialling that asked.
using resolver_function = std::function<asio::awaitable<std::vector<asio::ip::address>>(std::string host)>;

} // namespace corogql
