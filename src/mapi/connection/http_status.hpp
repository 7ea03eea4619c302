/// The HTTP statuses that Python's http.HTTPStatus knows: what `extensions.code` may be.
#pragma once

#include <boost/json/value.hpp>

#include <optional>
#include <string_view>

namespace corogql::mapi {

/// "Not Found"; empty for a status that is not registered.
std::string_view reason_phrase(unsigned status) noexcept;

/// A registered status, written as an integer or as 404.0.
std::optional<unsigned> to_http_status(const boost::json::value& code) noexcept;

} // namespace corogql::mapi
