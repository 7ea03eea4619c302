/// An endpoint says where to dial: what a URL and the transport options come down to.
#pragma once

#include <corogql/headers.hpp>
#include <corogql/resolver.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace corogql::transport {

class tls_context;

/// An HTTP proxy that is asked for a tunnel (CONNECT).
struct proxy_endpoint {
    std::string host; ///< The proxy's name or address, without the brackets of an IPv6 literal.
    std::uint16_t port = 0;
    std::shared_ptr<const tls_context> tls; ///< The proxy is spoken to in plain text where this is null.
    headers fields;                         ///< The header fields of the CONNECT, which are a secret.
};

struct endpoint {
    std::string host; ///< The peer's name or address, without the brackets of an IPv6 literal.
    std::uint16_t port = 0;
    /// This path is dialled in place of host and port, when it is not empty.
    std::string unix_socket;
    /// The peer is spoken to in plain text where this is null. Otherwise `host` is verified and sent as SNI.
    std::shared_ptr<const tls_context> tls;
    /// The way leads through this proxy, where it is not null, and the proxy looks up `host`.
    std::shared_ptr<const proxy_endpoint> proxy;
    /// This function looks up names; the system does where it is null.
    std::shared_ptr<const resolver_function> resolver;
    /// An address of the host is tried alone for so long before the next one is tried beside it.
    std::chrono::nanoseconds head_start = std::chrono::milliseconds(250);
};

/// Returns "host:port", with the brackets that an IPv6 literal needs.
inline std::string host_and_port(const std::string& host, std::uint16_t port) {
    const bool bracketed = host.find(':') != std::string::npos;
    return (bracketed ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

/// Names who is at the end of the way, for people.
inline std::string peer_name(const endpoint& to) {
    return to.unix_socket.empty() ? host_and_port(to.host, to.port) : "unix socket " + to.unix_socket;
}

} // namespace corogql::transport
