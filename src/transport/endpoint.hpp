/// Where to dial: what a URL and the transport options come down to.
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
    std::string host; ///< as below
    std::uint16_t port = 0;
    std::shared_ptr<const tls_context> tls; ///< null: plain text up to the proxy
    headers fields;                         ///< of the CONNECT; a secret
};

struct endpoint {
    std::string host; ///< name or address, without the brackets of an IPv6 literal
    std::uint16_t port = 0;
    std::string unix_socket;                     ///< when not empty, this path is dialled in place of host and port
    std::shared_ptr<const tls_context> tls;      ///< null: plain text. Otherwise `host` is verified and sent as SNI
    std::shared_ptr<const proxy_endpoint> proxy; ///< not null: the way leads through it, and it looks up `host`
    std::shared_ptr<const resolver_function> resolver; ///< Looks up names; null: the system does.
    /// Of an address of the host before the next one is tried beside it.
    std::chrono::nanoseconds head_start = std::chrono::milliseconds(250);
};

/// "host:port", with the brackets that an IPv6 literal needs.
inline std::string host_and_port(const std::string& host, std::uint16_t port) {
    const bool bracketed = host.find(':') != std::string::npos;
    return (bracketed ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

/// Who is at the end of the way, for people.
inline std::string peer_name(const endpoint& to) {
    return to.unix_socket.empty() ? host_and_port(to.host, to.port) : "unix socket " + to.unix_socket;
}

} // namespace corogql::transport
