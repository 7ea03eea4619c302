/// A schema says which documents a GraphQL service takes. Documents are validated against it, and two versions of it
/// are compared.
#pragma once

#include <corogql/error.hpp>
#include <corogql/values/text_argument.hpp>

#include <boost/json/value.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace corogql {

namespace json = boost::json;

namespace detail {
class schema_content;
}

/// A place is where something stands in a text. Columns are counted in UTF-16 code units, as editors and GraphQL
/// servers count them.
struct text_place {
    std::string file;         ///< Names the text: a file, or what the caller has called it.
    std::uint32_t line = 0;   ///< Counts the lines from 1.
    std::uint32_t column = 0; ///< Counts the code units of the line from 1.
};

/// A problem is what is wrong in a document or a schema. Message, rule and places are those that the reference
/// implementation, graphql-js 16, tells.
class problem {
public:
    /// Makes a problem without a message.
    problem() = default;

    /// Says what is wrong.
    std::string message;
    /// Names the rule of validation that is broken, as in "FieldsOnCorrectType"; empty for errors of syntax.
    std::string rule;
    /// Says that the document works all the same, as with the use of what is deprecated.
    bool warning = false;
    /// Holds where it is, the most important place first; empty where the problem is that something is missing.
    std::vector<text_place> places;

    /// Returns one line as compilers write it: `file:line:column: error: message [Rule]`.
    std::string to_text() const;
};

/// An impact says what a change of a schema means for clients.
enum class change_impact {
    safe,      ///< Nobody is hurt.
    dangerous, ///< Documents stay valid, and may do something else: there is a value they do not expect.
    breaking,  ///< Documents that were valid are refused now.
};

/// Returns the name of an impact, as in "breaking".
std::string_view to_string(change_impact impact) noexcept;

/// A change is one difference between two versions of a schema.
class schema_change {
public:
    /// Makes a change without a message.
    schema_change() = default;

    /// Says what it means for clients.
    change_impact impact = change_impact::safe;
    /// Says what has changed; where the reference implementation tells of such changes, in its words.
    std::string message;
    /// Holds the schema coordinate of what has changed, as in `Query.runs(limit:)`, `RunStatus.FAILED` or `@cost`;
    /// empty for the schema itself.
    std::string coordinate;
    /// Holds where it stands in the new schema, or in the old one where it was removed; empty for what is built in.
    std::vector<text_place> places;

    /// Returns one line as compilers write it: `file:line:column: breaking: message [coordinate]`.
    std::string to_text() const;
};

/// A schema error is thrown, with kind `usage`, for a text that is no schema at all.
class schema_error : public error {
public:
    /// Makes an error of what is wrong.
    explicit schema_error(problem what);

    /// Returns what is wrong, and where.
    const problem& what_is_wrong() const noexcept { return *problem_; }

private:
    std::shared_ptr<const problem> problem_; ///< It is shared, so that copies never throw.
};

/// A schema is a cheap handle to types and directives that never change; copies share them. All members may be called
/// from several threads. load_schema.hpp asks a server for its schema.
class schema {
public:
    /// Makes a schema without any types, for which no document is valid.
    schema();
    /// Makes another handle to the same schema.
    schema(const schema&) noexcept = default;
    /// Becomes another handle to the same schema.
    schema& operator=(const schema&) noexcept = default;

    /// Reads a schema from a text in the schema definition language; `name` is what problems call the text. Whatever
    /// can be read is read, with earlier drafts' syntax: check() tells whether it makes sense. Throws schema_error.
    static schema from_sdl(std::string text, std::string name = "schema");
    /// Reads a schema from the JSON of an introspection: a whole answer, its `data`, or `__schema` itself. Throws
    /// schema_error.
    static schema from_introspection(detail::text_argument json);
    /// Reads a schema from the value of an introspection, as from its text.
    template <std::same_as<json::value> Value>
    static schema from_introspection(const Value& answer) {
        return from_introspection_value(answer);
    }
    /// Reads a schema from a file with either of the two. Throws kind `config` for a file that cannot be read, and
    /// schema_error.
    static schema from_file(const std::string& path);

    /// Returns what is wrong with the schema itself. Real servers publish schemas that break rules: `lenient` makes
    /// warnings of whatever does not keep documents from being validated.
    std::vector<problem> check(bool lenient = false) const;

    /// Returns what is wrong with a document, in the order of the reference implementation; an error of syntax alone.
    /// `name` is what the problems call the document. Variables are not looked at.
    std::vector<problem> validate(detail::text_argument document, std::string name = "document") const;

    /// Returns the schema in the schema definition language, sorted by names: the same schema always gives the same
    /// text.
    std::string sdl() const;
    /// Returns the JSON of the answer that a server with this schema gives to an introspection.
    std::string introspection() const;

    /// Returns what is other in a newer version of this schema, breaking changes first, then by coordinate.
    std::vector<schema_change> diff(const schema& newer) const;
    /// Returns the changes that can reach one of these documents, which were written for this schema. A variable may
    /// bring any value of its type. Throws schema_error for a document that cannot be parsed.
    std::vector<schema_change> diff(const schema& newer, const std::vector<std::string>& documents) const;

private:
    explicit schema(std::shared_ptr<const detail::schema_content> content) noexcept;
    static schema from_introspection_value(const json::value& answer);

    std::shared_ptr<const detail::schema_content> content_;
};

} // namespace corogql
