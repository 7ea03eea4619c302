/// What a built-in server has seen, for the checks of tests.
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

/// An HTTP request, or one for an upgrade.
struct seen_request {
    std::string method, target;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

/// Counters grow from the server's start; the `live` ones go up and down.
class server_record {
public:
    server_record() = default;

    std::size_t connections_accepted = 0;
    std::size_t connections_live = 0;
    std::size_t websockets_opened = 0; ///< upgrades answered with 101
    std::size_t websockets_live = 0;
    std::size_t requests = 0;     ///< HTTP requests, upgrades included
    std::size_t acknowledged = 0; ///< websockets whose connection_init was accepted
    std::size_t operations = 0;   ///< executed, over HTTP and websockets
    std::size_t events_sent = 0;  ///< results of subscriptions
    std::size_t subscriptions_live = 0;
    std::size_t pings = 0; ///< ping messages and ping frames received

    /// Executions by root field.
    std::map<std::string, std::size_t, std::less<>> executed_by_field;

    /// Of the last HTTP request or upgrade.
    std::string last_target;
    std::vector<std::pair<std::string, std::string>> last_headers;
    std::string last_body;

    /// HTTP requests and upgrades, in order; the last 32.
    std::deque<seen_request> seen;

    json::value last_init_payload; ///< null when the last connection_init had none

    /// Text messages received on websockets, in order; the last 10,000.
    std::deque<std::string> messages;

    /// How often an operation with this root field was executed.
    std::size_t executed(std::string_view field) const {
        const auto found = executed_by_field.find(field);
        return found == executed_by_field.end() ? 0 : found->second;
    }
    /// The first of the last headers of this name, in any case; empty without one.
    std::string last_header(std::string_view name) const;
};

} // namespace corogql::testing
