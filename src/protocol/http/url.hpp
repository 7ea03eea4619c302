/// The URLs a client is given (RFC 3986), taken apart for dialing and for the request line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace corogql::protocol {

struct url {
    bool secure = false;    ///< https or wss
    bool websocket = false; ///< ws or wss
    std::string host;       ///< without the brackets of an IPv6 literal
    std::uint16_t port = 0;
    std::string target;          ///< path and query, never empty
    std::string authority;       ///< what the Host field says: brackets kept, the port unless it is the scheme's own
    std::string basic_user_info; ///< "user:password" decoded, for basic authentication; a secret

    /// With this path and query in place of its own, and without user information.
    std::string with_target(std::string_view other) const;
    /// For people: no user information, no query.
    std::string display() const;
    bool same_origin(const url& other) const noexcept {
        return secure == other.secure && host == other.host && port == other.port;
    }
};

/// Throws kind `config`; the message shows no more of the text than its scheme, as it may hold secrets.
url parse_url(std::string_view text);

/// A Location field against the URL it came from.
url resolve_url(const url& base, std::string_view reference);

} // namespace corogql::protocol
