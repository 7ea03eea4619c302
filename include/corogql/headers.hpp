/// A caller adds HTTP header fields to requests by this type.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <string>
#include <utility>
#include <vector>

namespace corogql {

/// Header fields are pairs of name and value, in the order in which they are sent. A later field replaces an earlier
/// one of the same name. Values with control characters, names that are not tokens, and the fields that frame a message
/// (Host, Content-Length, Transfer-Encoding, Connection, Upgrade, Sec-WebSocket-*) are refused with kind `config`.
using headers = std::vector<std::pair<std::string, std::string>>;

} // namespace corogql
