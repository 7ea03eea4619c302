/// Settings are client options, checked and brought to the form that the engine works with; they never change in the
/// client's life.
#pragma once

#include "engine/shared/post_head.hpp"
#include "protocol/http/response.hpp"
#include "protocol/http/url.hpp"
#include "transport/endpoint.hpp"
#include "transport/http/codec.hpp"
#include "values/errors/thrown.hpp"

#include <corogql/client_options.hpp>

namespace corogql::engine {

struct settings {
    /// Throws kind config for URLs, headers, proxies and TLS files that cannot work, and kind usage for numbers that
    /// cannot work.
    explicit settings(client_options from);
    settings(const settings&) = delete;
    settings& operator=(const settings&) = delete;

    client_options options;
    protocol::url http_url;
    protocol::url websocket_url;
    transport::endpoint http_endpoint;
    transport::endpoint websocket_endpoint;
    std::shared_ptr<const transport::tls_context> tls; ///< Null if nothing is encrypted.
    headers common; ///< User-Agent, basic authentication of the HTTP URL, then the caller's own fields.
    /// User-Agent, basic authentication of the websocket's URL, then the caller's own fields.
    headers websocket_common;
    headers with_common(headers fields) const;     ///< Returns these fields with `common` over them.
    post_head post, post_for_steps, post_for_json; ///< The heads of POSTs for each of `accepted`.
    /// Returns the limits of answers to requests.
    transport::http_limits http_limits() const {
        return {options.http().max_header_size(), options.max_message_size()};
    }
    protocol::response_rules rules;

    // These throw kind `callback`.
    void tell(const lifecycle_event& event) const {
        if (options.on_lifecycle()) detail::call_observer("the on_lifecycle function", options.on_lifecycle(), event);
    }
    /// Tells the log and the lifecycle function that something from the server was not understood.
    void tell_not_understood(const error& why, std::string_view text) const;
    void log(std::string_view line) const {
        if (options.log()) detail::call_observer("the log function", options.log(), line);
    }
};

} // namespace corogql::engine
