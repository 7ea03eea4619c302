/// A served schema is a GraphQL schema with what its fields answer: what a built-in or a simulated server serves.
///
///     testing::served_schema library(R"(
///         type Query { book(id: ID!): Book }
///         type Book { id: ID! title: String! }
///     )");
///     library.resolve("Query.book", [](const auto&, const auto& arguments) -> json::value {
///         return {{"id", arguments.at("id")}, {"title", "Dune"}};
///     });
///     testing::server server(testing::server_options().schema(library));
///
/// A field that has no resolver is taken from its parent by name, so only fields that begin something need one. A field
/// that is missing there is null, or made up where mock() was called. A file that is uploaded is an argument like
/// `{"filename": "a.txt", "contentType": "text/plain", "size": 2, "text": "hi"}`, with "base64" in the place of "text"
/// where it is not UTF-8; its scalar may have any name. Every document is validated first, arguments and
/// variables are coerced, and introspection is answered, all in the words of graphql-js, the reference implementation.
#pragma once

#include <corogql/testing/event_source.hpp>
#include <corogql/testing/feed.hpp>
#include <corogql/testing/field_error.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace corogql::language {
class schema;
}

namespace corogql::testing {

/// A served schema is a value: a server takes a copy when it is made, and sees nothing of later changes. Its functions
/// are copied with it, and are called on the thread of each server that has them, one at a time per server; in a
/// simulation on the simulation's one thread. What they capture must outlive the servers.
class served_schema {
public:
    /// Answers one field. `parent` is what the field's object was answered with (empty for root fields), `arguments`
    /// are coerced, defaults filled in. The value returned has what the field's selection may ask for: an object for
    /// an object type, with a member `__typename` for interfaces and unions; a list for a list. It may throw
    /// field_error, or anything else.
    using resolver = std::function<json::value(const json::object& parent, const json::object& arguments)>;
    /// Makes the events of one subscription, or throws what a resolver may throw.
    using source_factory = std::function<std::unique_ptr<event_source>(const json::object& arguments)>;

    /// Reads a schema in the schema definition language, or the JSON of an introspection; `name` stands for it in
    /// messages. Throws `corogql::error` of kind `config`, with line and column, when it is not valid.
    explicit served_schema(std::string sdl, std::string name = "schema");
    /// Reads a schema from a file. Throws `corogql::error` of kind `config`, also when the file cannot be read, and of
    /// kind `usage` when it is not UTF-8.
    static served_schema from_file(const std::string& path);

    /// Sets who answers a field, named as in "Query.book". Throws `corogql::error` of kind `config` where the schema
    /// has no such field; so do all members below.
    served_schema& resolve(std::string_view coordinate, resolver function);
    /// Sets what a field always answers.
    served_schema& value(std::string_view coordinate, json::value always);

    /// Sets where a subscription's events come from, named as in "Subscription.price".
    served_schema& subscribe(std::string_view coordinate, source_factory function);
    /// Sets the events of a subscription, which then completes; every so often one, the first at once.
    served_schema& subscribe(std::string_view coordinate, json::array events,
                             std::chrono::milliseconds every = std::chrono::milliseconds(0));
    /// Lets subscriptions read a feed.
    served_schema& subscribe(std::string_view coordinate, const feed& events);

    /// Makes up whatever has no resolver and is not in its parent: values of the right types that suit the names of
    /// their fields, lists of a few items, a few events for subscriptions. The same seed and the same document give the
    /// same answer, and a field with the same arguments has the same value wherever it is asked for. What an argument
    /// says of a field of the answer holds: `book(id: 7)` has the id 7. Lists are as long as `first`, `last` or `limit`
    /// say, at most; a connection says that there is no further page.
    served_schema& mock(std::uint64_t seed = 1);

    /// Returns the schema as it was given.
    const std::string& sdl() const noexcept { return *sdl_; }

private:
    friend class graphql_executor;

    std::shared_ptr<const std::string> sdl_;
    std::shared_ptr<const language::schema> types_;
    std::map<std::string, resolver, std::less<>> resolvers_;
    std::map<std::string, source_factory, std::less<>> sources_;
    std::optional<std::uint64_t> mock_seed_;
};

} // namespace corogql::testing
