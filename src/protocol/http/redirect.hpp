/// An answer may send a request elsewhere (RFC 9110, section 15.4).
#pragma once

#include "protocol/http/url.hpp"
#include "values/http_message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace corogql::protocol {

/// Returns the target to which a 307 or 308 sends the request, within the origin; nothing for any other answer, which
/// is reported as it is. `asked` is the target that answered: a relative Location begins there (RFC 3986, section 5.1).
std::optional<std::string> redirect_target(const url& origin, std::string_view asked,
                                           const detail::http_response& answer);

/// Returns a Location without user information and parameters, which may be secrets.
std::string showable_location(std::string_view location);

} // namespace corogql::protocol
