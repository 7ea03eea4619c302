/// The client options may put a proxy before a URL.
#pragma once

#include "protocol/http/url.hpp"
#include "transport/runtime.hpp"

#include <corogql/client_options.hpp>

namespace corogql::engine {

/// Returns the proxy for `target`; null if there is none. `common` has the client's User-Agent; `tls`, which is for all
/// proxies of the client, is made by the first that needs it. Throws kind config for a proxy that cannot work.
std::shared_ptr<const transport::proxy_endpoint> find_proxy(const client_options& options, const protocol::url& target,
                                                            const headers& common,
                                                            std::shared_ptr<const transport::tls_context>& tls);

/// Calls runtime::dial() within `limit`, which is the option connect_timeout, and before `until`. When a proxy refuses
/// and says for how long, the error's retry_after() says so, too.
asio::awaitable<std::unique_ptr<transport::byte_stream>> dial(std::shared_ptr<transport::runtime> world,
                                                              transport::endpoint to, std::chrono::nanoseconds limit,
                                                              transport::runtime::time_point until);

/// Returns " through the proxy host:port" for people, or nothing.
std::string through_proxy(const transport::endpoint& to);

} // namespace corogql::engine
