/// A graphql_executor runs operations: resolvers give JSON for root fields, and the selection set says what of it is
/// answered.
#pragma once

#include "testing/graphql/event_source.hpp"
#include "testing/graphql/types.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <map>
#include <memory>

namespace corogql::testing {

struct graphql_request {
    std::string query;
    std::string operation_name;
    json::object variables;
};

/// Resolvers throw this: the message and `extensions.code` of the field's error.
class field_error : public std::runtime_error {
public:
    field_error(int code, const std::string& message) : std::runtime_error(message), code_(code) {}
    int code() const noexcept { return code_; }

private:
    int code_;
};

/// A request that has been found good.
struct prepared_operation {
    std::shared_ptr<const document> doc;
    const operation* op = nullptr; ///< The operation is a part of `doc`.
    json::object variables;

    bool is_subscription() const { return op->type == "subscription"; }
    /// Returns the names of the selected root fields, fragments included.
    std::vector<std::string> root_fields() const;
};

class graphql_executor {
public:
    using resolver = std::function<json::value(const json::object& arguments)>;
    using source_factory = std::function<std::unique_ptr<event_source>(const json::object& arguments)>;

    explicit graphql_executor(type_system types) : types_(std::move(types)) {}

    /// Sets the resolver of `field`, a root field of queries or mutations; below it, fields are taken from the JSON by
    /// name.
    void resolve(std::string field, resolver function) { resolvers_[std::move(field)] = std::move(function); }
    void subscribe(std::string field, source_factory function) { sources_[std::move(field)] = std::move(function); }

    /// Parses and validates a request. Throws request_error.
    prepared_operation prepare(const graphql_request& request) const;

    /// Executes an operation and returns {"data": …} and, where fields failed, {"errors": …}.
    json::object execute(const prepared_operation& prepared) const;

    /// Makes the source of a subscription's events. Throws request_error (execution) when the source cannot be made.
    std::unique_ptr<event_source> open(const prepared_operation& prepared) const;
    /// Returns the result for one event.
    json::object project(const prepared_operation& prepared, json::value event) const;

private:
    type_system types_;
    std::map<std::string, resolver, std::less<>> resolvers_;
    std::map<std::string, source_factory, std::less<>> sources_;
};

/// Returns {"errors": […]} for a refused request.
json::object to_result(const std::vector<graphql_error>& errors);
json::array to_array(const std::vector<graphql_error>& errors);

} // namespace corogql::testing
