/// A GraphQL operation as MAPI knows it: the document, the field that answers, the variables.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::mapi {

namespace json = boost::json;

class operation {
public:
    operation() = default;
    /// `function`: the one field of the document's root, whose value is the answer.
    operation(std::string query, std::string function) : query_(std::move(query)), function_(std::move(function)) {}

    /// A "$" before a name is dropped.
    operation& variables(const json::object& values);
    operation& variable(std::string_view name, json::value value);

    /// Keeps the request alive through SIGTERM; see sigterm.hpp. Default: false.
    operation& protect(bool yes) { return protect_ = yes, *this; }
    /// Running this mutation twice does no harm: it is repeated after every failure that a query is repeated after.
    /// Default: false.
    operation& idempotent(bool yes) { return idempotent_ = yes, *this; }
    /// The whole operation, waits and repetitions included. Default: the connection's.
    operation& timeout(std::chrono::nanoseconds limit) { return timeout_ = limit, *this; }

    const std::string& query() const noexcept { return query_; }
    const std::string& function() const noexcept { return function_; }
    const json::object& variables() const noexcept { return variables_; }
    bool protect() const noexcept { return protect_; }
    bool idempotent() const noexcept { return idempotent_; }
    std::optional<std::chrono::nanoseconds> timeout() const noexcept { return timeout_; }

private:
    std::string query_, function_;
    json::object variables_;
    bool protect_ = false, idempotent_ = false;
    std::optional<std::chrono::nanoseconds> timeout_;
};

} // namespace corogql::mapi
