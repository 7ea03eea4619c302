/// Which HTTP proxy, if any, stands between a client and a URL.
#pragma once

#include "protocol/http/url.hpp"

#include <functional>
#include <optional>

namespace corogql::protocol {

struct proxy {
    bool secure = false; ///< TLS up to the proxy
    std::string host;    ///< without the brackets of an IPv6 literal
    std::uint16_t port = 0;
    std::string user_info; ///< "user:password" decoded; a secret
};

/// `http://[user:password@]host[:port]`, https, or without a scheme, which means http. Throws kind `config`; the
/// message shows nothing of the text, as it may hold secrets, but names the environment's `variable` that it is from.
proxy parse_proxy(std::string_view text, std::string_view variable = {});

/// The value of an environment variable; null when it is not set.
using variable_function = std::function<const char*(const char* name)>;

/// What the environment says for `target`; see client_options::proxy_from_environment(). Variables that are empty count
/// as not set.
std::optional<proxy> proxy_of_environment(const variable_function& variable, const url& target);

} // namespace corogql::protocol
