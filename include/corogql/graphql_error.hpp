/// One entry of the `errors` list of a GraphQL response (GraphQL specification, section 7.1.2).
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace corogql {

namespace json = boost::json;

/// A place in the document, both counted from 1. Servers do send zeros; they are kept.
struct source_location {
    std::int64_t line = 0;
    std::int64_t column = 0;
};

/// Entries that a server shaped wrongly are read as far as they go: a missing message is empty, a bare string
/// becomes the message.
class graphql_error {
public:
    graphql_error() = default;
    explicit graphql_error(std::string text) : message(std::move(text)) {}

    std::string message;
    std::vector<source_location> locations;
    json::array path;        ///< response path: field names and list indices
    json::object extensions; ///< whatever the server adds, `code` above all

    /// The path as text, `run.logs[3].line`; empty without a path.
    std::string path_text() const;

    /// `extensions.code` when that is a string or a number, as text; otherwise empty.
    std::string code() const;
};

/// Reads one entry of an `errors` list; never throws on odd shapes.
graphql_error to_graphql_error(const json::value& entry);

/// The entry as a server would have sent it.
json::object to_json(const graphql_error& error);

} // namespace corogql
