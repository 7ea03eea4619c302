/// A GraphQL operation is to MAPI the document, the field that answers, and the variables.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::mapi {

namespace json = boost::json;

/// An operation is what is asked of MAPI; a connection runs it.
class operation {
public:
    /// Makes an operation without a document.
    operation() = default;
    /// Makes an operation of a document and of `function`, the one field of the document's root, whose value is the
    /// answer.
    operation(std::string query, std::string function) : query_(std::move(query)), function_(std::move(function)) {}

    /// Sets all variables; a "$" before a name is dropped.
    operation& variables(const json::object& values);
    /// Sets one variable; a "$" before the name is dropped.
    operation& variable(std::string_view name, json::value value);

    /// Keeps the request alive through SIGTERM; see sigterm.hpp. Default: false.
    operation& protect(bool yes) { return protect_ = yes, *this; }
    /// Says that running this mutation twice does no harm: it is repeated after every failure that a query is repeated
    /// after. Default: false.
    operation& idempotent(bool yes) { return idempotent_ = yes, *this; }
    /// Sets the deadline of the whole operation, waits and repetitions included. Default: the connection's.
    operation& timeout(std::chrono::nanoseconds limit) { return timeout_ = limit, *this; }

    /// Returns the document.
    const std::string& query() const noexcept { return query_; }
    /// Returns the field that answers.
    const std::string& function() const noexcept { return function_; }
    /// Returns the variables.
    const json::object& variables() const noexcept { return variables_; }
    /// Returns whether SIGTERM waits for it.
    bool protect() const noexcept { return protect_; }
    /// Returns whether running it twice does no harm.
    bool idempotent() const noexcept { return idempotent_; }
    /// Returns its deadline; nothing when it is the connection's.
    std::optional<std::chrono::nanoseconds> timeout() const noexcept { return timeout_; }

private:
    std::string query_, function_;
    json::object variables_;
    bool protect_ = false, idempotent_ = false;
    std::optional<std::chrono::nanoseconds> timeout_;
};

} // namespace corogql::mapi
