/// The URLs a client is given (RFC 3986) are taken apart for dialing and for the request line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace corogql::protocol {

struct url {
    bool secure = false;    ///< Whether the scheme is https or wss.
    bool websocket = false; ///< Whether the scheme is ws or wss.
    std::string host;       ///< The host without the brackets of an IPv6 literal.
    std::uint16_t port = 0;
    /// The path and query, never empty.
    std::string target;
    /// What the Host field says: the host with its brackets, and the port unless it is the scheme's own.
    std::string authority;
    /// The text "user:password", decoded, for basic authentication; a secret.
    std::string basic_user_info;

    /// Returns the text of the URL with this path and query in place of its own, and without user information.
    std::string with_target(std::string_view other) const;
    /// Returns the URL for people: without user information and query.
    std::string display() const;
    bool same_origin(const url& other) const noexcept {
        return secure == other.secure && host == other.host && port == other.port;
    }
};

/// Takes a URL apart. Throws kind `config`; the message shows no more of the text than its scheme, as the text may hold
/// secrets.
url parse_url(std::string_view text);

/// Resolves a Location field against the URL that it came from. Throws kind `config`.
url resolve_url(const url& base, std::string_view reference);

} // namespace corogql::protocol
