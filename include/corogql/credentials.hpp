/// Authorization comes from credentials, which are asked for every attempt, so that a rotated token is used at once.
#pragma once

#include <corogql/headers.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace corogql {

namespace asio = boost::asio;
namespace json = boost::json;

/// Credentials are what one attempt authenticates with. They are never logged, and never part of an error's text.
class credentials {
public:
    /// Makes credentials that say nothing.
    credentials() = default;

    /// Sets the value of `Authorization`, as a header of HTTP requests and of the websocket upgrade, and as member
    /// `Authorization` of the connection_init payload.
    credentials& authorization(std::string value);
    /// Sets the value of `Authorization`, in the same places as authorization(), to that of a bearer token (RFC 6750):
    /// "Bearer " and the token.
    credentials& bearer(std::string_view token);
    /// Adds any other header, sent in the same places as `Authorization` but not in connection_init.
    credentials& header(std::string name, std::string value) {
        return headers_.emplace_back(std::move(name), std::move(value)), *this;
    }
    /// Sets a member of the connection_init payload. The client's own connection_init option wins over it. NaN and
    /// infinities end the operations with kind `usage`.
    credentials& connection_init(std::string name, json::value value) {
        return connection_init_[name] = std::move(value), *this;
    }

    /// Sets how long these are good. What carries subscriptions is then renewed ahead of time: the provider is asked as
    /// after a refusal, and another link takes over the operations; streams with a resume hook go on where they were,
    /// others start anew. That is done not more often than once a second. Zero, the default: until they are refused.
    credentials& valid_for(std::chrono::nanoseconds time) { return valid_for_ = time, *this; }

    /// Returns the headers.
    const corogql::headers& headers() const noexcept { return headers_; }
    /// Returns the members of the connection_init payload.
    const json::object& connection_init() const noexcept { return connection_init_; }
    /// Returns how long these are good; zero: until they are refused.
    std::chrono::nanoseconds valid_for() const noexcept { return valid_for_; }

private:
    corogql::headers headers_;
    json::object connection_init_;
    std::chrono::nanoseconds valid_for_{0};
};

/// A provider gives the credentials for an attempt. `refused` tells that the last ones were refused: then a cached
/// token must be renewed. It runs on the client's executor; what it throws, at once or later, ends the operation (kind
/// `credentials` unless it is a corogql::error). It is cancelled with the operation that asked.
using credentials_provider = std::function<asio::awaitable<credentials>(bool refused)>;

/// Makes a provider of a bearer token that stays the same.
credentials_provider bearer(std::string token);
/// Makes a provider of a function that gives the present bearer token, and a fresh one if the last was `refused`. It
/// must not block.
credentials_provider bearer(std::function<std::string(bool refused)> token);

namespace detail {

credentials_provider provider_of(std::function<credentials(bool refused)> function);

}

} // namespace corogql
