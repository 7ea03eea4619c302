/// Where to dial: what a URL and the transport options come down to.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace corogql::transport {

class tls_context;

struct endpoint {
    std::string host; ///< name or address, without the brackets of an IPv6 literal
    std::uint16_t port = 0;
    std::string unix_socket;                ///< when not empty, this path is dialled in place of host and port
    std::shared_ptr<const tls_context> tls; ///< null: plain text. Otherwise `host` is verified and sent as SNI
};

} // namespace corogql::transport
