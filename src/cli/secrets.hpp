/// What must not be told, though a server may say it back to us.
#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace corogql::cli {

namespace json = boost::json;

/// From now on redact() takes it out; of "Bearer abc" the second word as well. What is too short to be a secret is
/// let through. Thread-safe, as redact() is.
void keep_secret(std::string_view text);
/// All strings in it.
void keep_secrets(const json::value& value);
/// The user information of a URL, as it is written there and as it is sent.
void keep_secrets_of_url(std::string_view url);

/// `cut`: the text may end within a secret.
std::string redact(std::string text, bool cut = false);

} // namespace corogql::cli
