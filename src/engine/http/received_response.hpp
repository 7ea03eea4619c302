/// An HTTP message as the rules of GraphQL over HTTP take it.
#pragma once

#include "engine/shared/settings.hpp"
#include "protocol/http/response.hpp"
#include "transport/http/codec.hpp"
#include "transport/runtime.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace corogql::detail {

/// Takes the body; views the message's fields.
protocol::http_response take_response(transport::http_response_message& from, const transport::runtime& world);

/// The target to which a 307 or 308 sends the request, within the same origin; nothing for any other answer, which is
/// reported as it is. `asked` is the target that answered: a relative Location begins there (RFC 3986, section 5.1).
std::optional<std::string> redirect_target(const settings& settings, std::string_view asked,
                                           const protocol::http_response& answer);

} // namespace corogql::detail
