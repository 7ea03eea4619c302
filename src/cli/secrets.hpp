/// Secrets must not be told, though a server may say them back to us.
#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace corogql::cli {

namespace json = boost::json;

/// Makes redact() take the text out from now on; of "Bearer abc" the second word as well. What is too short to be a
/// secret is let through. The call is thread-safe, as redact() is.
void keep_secret(std::string_view text);
/// Keeps all strings in the value secret.
void keep_secrets(const json::value& value);
/// Keeps the user information of a URL secret, as it is written there and as it is sent.
void keep_secrets_of_url(std::string_view url);

/// Takes all secrets out of the text. `cut` says that the text may end within a secret.
std::string redact(std::string text, bool cut = false);

} // namespace corogql::cli
