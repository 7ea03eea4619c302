/// A record is what a built-in server has seen, for the checks of tests.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/value.hpp>

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace corogql::testing {

namespace json = boost::json;

/// A seen request was an HTTP request, or one for an upgrade.
struct seen_request {
    std::string method;                                       ///< Holds the method, as in "POST".
    std::string target;                                       ///< Holds the path with its query.
    std::vector<std::pair<std::string, std::string>> headers; ///< Holds the header fields in their order.
    std::string body;                                         ///< Holds the body.
};

/// A record counts from the server's start; the `live` numbers go up and down.
class server_record {
public:
    /// Makes a record of nothing.
    server_record() = default;

    std::size_t connections_accepted = 0; ///< Counts the connections that were accepted.
    std::size_t connections_live = 0;     ///< Says how many connections there are now.
    std::size_t websockets_opened = 0;    ///< Counts the upgrades that were answered with 101.
    std::size_t websockets_live = 0;      ///< Says how many websockets there are now.
    std::size_t requests = 0;             ///< Counts the HTTP requests, upgrades included.
    std::size_t acknowledged = 0;         ///< Counts the websockets whose connection_init was accepted.
    std::size_t operations = 0;           ///< Counts the operations that were executed, over HTTP and websockets.
    std::size_t events_sent = 0;          ///< Counts the results of subscriptions that were sent.
    std::size_t subscriptions_live = 0;   ///< Says how many subscriptions there are now.
    std::size_t pings = 0;                ///< Counts the ping messages and ping frames that were received.

    /// Counts the executions by root field.
    std::map<std::string, std::size_t, std::less<>> executed_by_field;

    std::string last_target; ///< Holds the path of the last HTTP request or upgrade.
    /// Holds the header fields of the last HTTP request or upgrade.
    std::vector<std::pair<std::string, std::string>> last_headers;
    std::string last_body; ///< Holds the body of the last HTTP request or upgrade.

    /// Holds the HTTP requests and upgrades, in order; the last 32.
    std::deque<seen_request> seen;

    json::value last_init_payload; ///< Holds the last connection_init's payload; null when it had none.

    /// Holds the text messages received on websockets, in order; the last 10,000.
    std::deque<std::string> messages;

    /// Returns how often an operation with this root field was executed.
    std::size_t executed(std::string_view field) const {
        const auto found = executed_by_field.find(field);
        return found == executed_by_field.end() ? 0 : found->second;
    }
    /// Returns the first of the last headers of this name, in any case; empty without one.
    std::string last_header(std::string_view name) const;
};

} // namespace corogql::testing
