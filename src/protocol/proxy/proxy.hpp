/// An HTTP proxy may stand between a client and a URL; which one it is, if any, is found here.
#pragma once

#include "protocol/http/url.hpp"

#include <functional>
#include <optional>

namespace corogql::protocol {

struct proxy {
    bool secure = false; ///< Whether TLS is spoken up to the proxy.
    std::string host;    ///< The host without the brackets of an IPv6 literal.
    std::uint16_t port = 0;
    std::string user_info; ///< The text "user:password", decoded; a secret.
};

/// Reads a proxy from `http://[user:password@]host[:port]`, https, or a text without a scheme, which means http. Throws
/// kind `config`; the message shows nothing of the text, as the text may hold secrets, but names the environment's
/// `variable` that it is from.
proxy parse_proxy(std::string_view text, std::string_view variable = {});

/// A variable function returns the value of an environment variable; null when it is not set.
using variable_function = std::function<const char*(const char* name)>;

/// Returns the proxy that the environment names for `target`, if any; see client_options::proxy_from_environment().
/// Variables that are empty count as not set.
std::optional<proxy> proxy_of_environment(const variable_function& variable, const url& target);

} // namespace corogql::protocol
