/// The proxy that client options put before a URL.
#pragma once

#include "protocol/url.hpp"
#include "transport/endpoint.hpp"

#include <corogql/client_options.hpp>

namespace corogql::detail {

/// Null: none. `common` has the client's User-Agent. Throws kind config for a proxy that cannot work.
std::shared_ptr<const transport::proxy_endpoint> find_proxy(const client_options& options, const protocol::url& target,
                                                            const headers& common);

/// " through the proxy host:port" for people, or nothing.
std::string through_proxy(const transport::endpoint& to);

} // namespace corogql::detail
