/// A websocket close code means something for a client that wants its subscriptions back (RFC 6455, section 7.4; the
/// IANA registry; the graphql-transport-ws protocol).
#pragma once

#include <corogql/error.hpp>

#include <cstdint>

namespace corogql::protocol {

enum class close_class {
    transient,      ///< The client connects again.
    transient_slow, ///< The client connects again, but waits twice as long: the server restarts or is overloaded.
    credentials,    ///< The credentials are refreshed once; then the end is final.
    limit,          ///< A message was too large (1009), and would be again.
    final,          ///< Connecting again would give the same.
};

close_class classify_close(std::uint16_t code) noexcept;

/// Returns the kind under which a link that ended with this code is reported once no attempt is left.
error_kind kind_of_close(std::uint16_t code) noexcept;

} // namespace corogql::protocol
