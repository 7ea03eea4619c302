/// A GraphQL error is one entry of the `errors` list of a response (GraphQL specification, section 7.1.2).
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace corogql {

namespace json = boost::json;

/// A location is a place in the document. Both numbers are counted from 1; servers do send zeros, which are kept.
struct source_location {
    std::int64_t line = 0;   ///< Counts the lines of the document from 1.
    std::int64_t column = 0; ///< Counts the characters of the line from 1.
};

/// A GraphQL error says what went wrong in one place of an operation. Entries that a server shaped wrongly are read as
/// far as they go: a missing message is empty, a bare string becomes the message.
class graphql_error {
public:
    /// Makes an error without a message.
    graphql_error() = default;
    /// Makes an error with a message and nothing else.
    explicit graphql_error(std::string text) : message(std::move(text)) {}

    /// Holds the server's message for people.
    std::string message;
    /// Holds the places in the document that the error is about.
    std::vector<source_location> locations;
    json::array path;        ///< Holds the response path: field names and list indices.
    json::object extensions; ///< Holds whatever the server adds, `code` above all.

    /// Returns the path as text, `run.logs[3].line`; empty without a path.
    std::string path_text() const;

    /// Returns `extensions.code` when that is a string or a number, as text; otherwise an empty text.
    std::string code() const;
};

/// Reads one entry of an `errors` list; never throws on odd shapes.
graphql_error to_graphql_error(const json::value& entry);

/// Makes of an error the entry that a server would have sent.
json::object to_json(const graphql_error& error);

} // namespace corogql
