/// The HTTP comparison over TLS sends one query after the other on one connection.
#pragma once

#include "../test/support/certificates.hpp"
#include "loopback.hpp"
#include "measure.hpp"

namespace corogql::bench {

class https_server {
public:
    https_server();
    std::uint16_t port() const noexcept { return server_.port(); }
    const std::string& ca_file() const noexcept { return identity_.ca_file; }

private:
    testing::certificates identity_;
    loopback_server server_;
};

/// Does blocking SSL_write and SSL_read, and of HTTP and JSON what hand_http() does.
cost hand_https(const https_server& server, std::size_t requests);

cost corogql_https(const https_server& server, std::size_t requests);

} // namespace corogql::bench
