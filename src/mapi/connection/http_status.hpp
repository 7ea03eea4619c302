/// The HTTP statuses that Python's http.HTTPStatus knows are those that `extensions.code` may be.
#pragma once

#include <boost/json/value.hpp>

#include <optional>
#include <string_view>

namespace corogql::mapi::detail {

/// Returns the words of a status, such as "Not Found"; empty for a status that is not registered.
std::string_view reason_phrase(unsigned status) noexcept;

/// Returns the registered status that `code` is, written as an integer or as 404.0; nullopt for anything else.
std::optional<unsigned> to_http_status(const boost::json::value& code) noexcept;

} // namespace corogql::mapi::detail
