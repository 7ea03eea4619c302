/// What a websocket close code means for a client that wants its subscriptions back (RFC 6455, section 7.4;
/// the IANA registry; the graphql-transport-ws protocol).
#pragma once

#include <corogql/error.hpp>

#include <cstdint>

namespace corogql::protocol {

enum class close_class {
    transient,      ///< connect again
    transient_slow, ///< connect again, but wait twice as long: the server restarts or is overloaded
    credentials,    ///< refresh once, then final
    limit,          ///< 1009: a message was too large, and would be again
    final,          ///< connecting again gives the same
};

close_class classify_close(std::uint16_t code) noexcept;

/// The kind under which a link that ended with this code is reported once no attempt is left.
error_kind kind_of_close(std::uint16_t code) noexcept;

} // namespace corogql::protocol
