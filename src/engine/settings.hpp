/// Client options, checked and brought to the form the engine works with; the same for the client's whole life.
#pragma once

#include "protocol/url.hpp"
#include "transport/endpoint.hpp"

#include <corogql/client_options.hpp>

namespace corogql::detail {

struct settings {
    /// Throws kind config for URLs, headers, proxies and TLS files that cannot work.
    explicit settings(client_options from);

    client_options options;
    protocol::url http_url;
    protocol::url websocket_url;
    transport::endpoint http_endpoint;
    transport::endpoint websocket_endpoint;
    headers common;        ///< User-Agent, basic authentication of the URL, then the caller's own fields
    headers of_post;       ///< the same over the defaults of a POST,
    std::string post_text; ///< and as lines: most requests add nothing to them

    void tell(const lifecycle_event& event) const {
        if (options.on_lifecycle()) options.on_lifecycle()(event);
    }
    void log(std::string_view line) const {
        if (options.log()) options.log()(line);
    }
};

} // namespace corogql::detail
