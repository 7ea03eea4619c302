#include "language/introspection/introspection.hpp"

#include "language/introspection/member_reader.hpp"
#include "language/schema/applied.hpp"
#include "language/schema/built_in.hpp"
#include "values/text/utf8.hpp"

#include <algorithm>
#include <stdexcept>

namespace corogql::language {

namespace {

constexpr std::pair<std::string_view, type_kind> kinds_of_types[]{
    {"SCALAR", type_kind::scalar},    {"OBJECT", type_kind::object},    {"INTERFACE", type_kind::interface},
    {"UNION", type_kind::union_type}, {"ENUM", type_kind::enumeration}, {"INPUT_OBJECT", type_kind::input},
};

/// What directives could stand on before they had locations.
constexpr std::pair<std::string_view, std::string_view> early_locations[]{
    {"onOperation", "QUERY"},
    {"onOperation", "MUTATION"},
    {"onOperation", "SUBSCRIPTION"},
    {"onFragment", "FRAGMENT_SPREAD"},
    {"onFragment", "INLINE_FRAGMENT"},
    {"onFragment", "FRAGMENT_DEFINITION"},
    {"onField", "FIELD"},
};

/// Whether, and why, something is deprecated.
struct deprecation {
    bool deprecated = false;
    std::optional<std::string_view> reason;
};

directive applied_directive(std::string_view name, std::string_view argument_name, std::string_view text) {
    directive result;
    result.name.text = name;
    if (argument_name.empty()) return result;
    auto& given = result.arguments.emplace_back();
    given.name.text = argument_name;
    given.value.kind = value::type::string;
    given.value.text = text;
    return result;
}

void add_deprecation(const deprecation& what, directives& to) {
    if (!what.deprecated && !what.reason) return;
    const bool usual = !what.reason || *what.reason == usual_deprecation_reason;
    to.push_back(usual ? applied_directive("deprecated", {}, {})
                       : applied_directive("deprecated", "reason", *what.reason));
}

/// Makes definitions of the JSON. Members that are not known are passed over, as are those that older servers do not
/// know where they are missing.
class introspection_reader {
public:
    introspection_reader(std::string_view json, const parse_options& options)
        : options_(options), json_(into_.keep(std::string(json))), reader_(json_) {}

    document read() {
        root();
        reader_.finish();
        if (!error_.empty() && !types_seen_) reader_.fail("carries no schema but an error: " + error_);
        if (!error_.empty()) reader_.fail("carries errors, and what is there may be half a schema: " + error_);
        if (!types_seen_) reader_.fail("has no __schema with types in it");
        into_.schemas.push_back(std::move(schema_));
        into_.order.push_back(document::definition::schema);
        into_.order.insert(into_.order.end(), into_.directive_definitions.size(), document::definition::directive);
        into_.order.insert(into_.order.end(), into_.types.size(), document::definition::type);
        return std::move(into_);
    }

private:
    /// Reads an answer, its data or the schema: each is an object, and they have no members in common.
    void root() {
        reader_.object([&](std::string_view key) {
            if (reader_.null()) return;
            if (key == "data" || key == "__schema")
                root();
            else if (key == "errors")
                errors();
            else if (key == "description")
                schema_.description = description_here();
            else if (key == "queryType")
                root_type(operation_kind::query);
            else if (key == "mutationType")
                root_type(operation_kind::mutation);
            else if (key == "subscriptionType")
                root_type(operation_kind::subscription);
            else if (key == "types")
                types();
            else if (key == "directives")
                reader_.list([&] { directive_here(); });
            else
                reader_.skip();
        });
    }

    /// Keeps what the first error says.
    void errors() {
        reader_.list([&] {
            std::string message = "it has no message";
            reader_.object([&](std::string_view key) {
                if (key == "message")
                    message = reader_.text(into_);
                else
                    reader_.skip();
            });
            if (error_.empty()) error_ = std::move(message);
        });
    }

    description description_here() {
        description result;
        result.text = reader_.text(into_);
        return result;
    }

    void root_type(operation_kind kind) {
        root_operation result;
        result.kind = kind;
        reader_.object([&](std::string_view key) {
            if (key == "name")
                result.type = reader_.name(into_);
            else
                reader_.skip();
        });
        if (result.type.empty()) reader_.fail("is missing", "name");
        schema_.roots.push_back(result);
    }

    void types() {
        types_seen_ = true;
        reader_.list([&] {
            auto type = type_here();
            if (!is_built_in_scalar(type.name.text) && !is_introspection_type(type.name.text))
                into_.types.push_back(std::move(type));
        });
    }

    type_kind kind_here() {
        const auto word = reader_.text(into_);
        for (const auto& [name, kind] : kinds_of_types)
            if (name == word) return kind;
        reader_.fail("must be the kind of a type with a name");
    }

    type_definition type_here() {
        type_definition type;
        std::optional<type_kind> kind;
        bool fields = false, inputs = false, values = false, members = false;
        reader_.object([&](std::string_view key) {
            if (reader_.null()) return;
            if (key == "kind") {
                kind = kind_here();
            } else if (key == "name") {
                type.name = reader_.name(into_);
            } else if (key == "description") {
                type.description = description_here();
            } else if (key == "specifiedByURL" || key == "specifiedByUrl") {
                type.directives.push_back(applied_directive("specifiedBy", "url", reader_.text(into_)));
            } else if (key == "isOneOf") {
                if (reader_.boolean()) type.directives.push_back(applied_directive("oneOf", {}, {}));
            } else if (key == "fields") {
                fields = true;
                reader_.list([&] { type.fields.push_back(field_here()); });
            } else if (key == "inputFields") {
                inputs = true;
                reader_.list([&] { type.inputs.push_back(input_here()); });
            } else if (key == "enumValues") {
                values = true;
                reader_.list([&] { type.values.push_back(enum_value_here()); });
            } else if (key == "interfaces") {
                reader_.list([&] { type.interfaces.push_back(named_type_here()); });
            } else if (key == "possibleTypes") {
                members = true;
                reader_.list([&] { type.members.push_back(named_type_here()); });
            } else {
                reader_.skip();
            }
        });
        if (type.name.empty()) reader_.fail("is missing", "name");
        if (!kind) reader_.fail("is missing", "kind");
        type.kind = *kind;
        const bool has_fields = type.kind == type_kind::object || type.kind == type_kind::interface;
        if (has_fields && !fields) reader_.fail("is missing", "fields");
        if (type.kind == type_kind::input && !inputs) reader_.fail("is missing", "inputFields");
        if (type.kind == type_kind::enumeration && !values) reader_.fail("is missing", "enumValues");
        if (type.kind == type_kind::union_type && !members) reader_.fail("is missing", "possibleTypes");
        if (type.kind != type_kind::union_type) type.members.clear(); // an interface names its objects so
        return type;
    }

    /// Reads `isDeprecated` and `deprecationReason`; false for other members.
    bool read_deprecation(std::string_view key, deprecation& to) {
        if (key == "isDeprecated")
            to.deprecated = reader_.boolean();
        else if (key == "deprecationReason")
            to.reason = reader_.text(into_);
        else
            return false;
        return true;
    }

    field_definition field_here() {
        field_definition field;
        deprecation state;
        bool type = false, arguments = false;
        reader_.object([&](std::string_view key) {
            if (reader_.null()) return;
            if (key == "name") {
                field.name = reader_.name(into_);
            } else if (key == "description") {
                field.description = description_here();
            } else if (key == "args") {
                arguments = true;
                reader_.list([&] { field.arguments.push_back(input_here()); });
            } else if (key == "type") {
                type = true;
                field.type = type_reference_here();
            } else if (!read_deprecation(key, state)) {
                reader_.skip();
            }
        });
        if (field.name.empty()) reader_.fail("is missing", "name");
        if (!type) reader_.fail("is missing", "type");
        if (!arguments) reader_.fail("is missing", "args");
        add_deprecation(state, field.directives);
        return field;
    }

    input_definition input_here() {
        input_definition input;
        deprecation state;
        bool type = false;
        reader_.object([&](std::string_view key) {
            if (reader_.null()) return;
            if (key == "name") {
                input.name = reader_.name(into_);
            } else if (key == "description") {
                input.description = description_here();
            } else if (key == "type") {
                type = true;
                input.type = type_reference_here();
            } else if (key == "defaultValue") {
                input.default_value = default_value_here();
            } else if (!read_deprecation(key, state)) {
                reader_.skip();
            }
        });
        if (input.name.empty()) reader_.fail("is missing", "name");
        if (!type) reader_.fail("is missing", "type");
        add_deprecation(state, input.directives);
        return input;
    }

    value default_value_here() {
        const auto text = reader_.text(into_);
        try {
            return parse_value(into_, std::make_shared<const source>("default value", std::string(text)), options_);
        } catch (const syntax_error& failure) {
            reader_.fail(std::string("is no value of GraphQL: ") + failure.what());
        }
    }

    enum_value_definition enum_value_here() {
        enum_value_definition result;
        deprecation state;
        reader_.object([&](std::string_view key) {
            if (reader_.null()) return;
            if (key == "name")
                result.name = reader_.name(into_);
            else if (key == "description")
                result.description = description_here();
            else if (!read_deprecation(key, state))
                reader_.skip();
        });
        if (result.name.empty()) reader_.fail("is missing", "name");
        add_deprecation(state, result.directives);
        return result;
    }

    void directive_here() {
        directive_definition result;
        bool arguments = false, locations = false;
        reader_.object([&](std::string_view key) {
            if (reader_.null()) return;
            if (key == "name") {
                result.name = reader_.name(into_);
            } else if (key == "description") {
                result.description = description_here();
            } else if (key == "isRepeatable") {
                result.repeatable = reader_.boolean();
            } else if (key == "locations") {
                locations = true;
                reader_.list([&] { result.locations.push_back(reader_.name(into_)); });
            } else if (key == "args") {
                arguments = true;
                reader_.list([&] { result.arguments.push_back(input_here()); });
            } else if (key == "onOperation" || key == "onFragment" || key == "onField") {
                if (!reader_.boolean()) return;
                for (const auto& [old_name, location] : early_locations)
                    if (key == old_name) result.locations.push_back({location, {}});
            } else {
                reader_.skip();
            }
        });
        if (result.name.empty()) reader_.fail("is missing", "name");
        if (!arguments) reader_.fail("is missing", "args");
        if (!locations && result.locations.empty()) reader_.fail("is missing", "locations");
        // The specification's own are printed nowhere, and what servers say of them may be older than they are.
        if (!is_built_in_directive(result.name.text)) into_.directive_definitions.push_back(std::move(result));
    }

    identifier named_type_here() {
        const auto type = type_reference_here();
        if (type.is_list() || type.non_null()) reader_.fail("must be a type with a name");
        return {type.name, {}};
    }

    type_reference type_reference_here() {
        std::string_view kind;
        type_reference type;
        bool inner = false;
        std::string_view name;
        reader_.object([&](std::string_view key) {
            if (reader_.null()) return;
            if (key == "kind") {
                kind = reader_.text(into_);
            } else if (key == "name") {
                name = reader_.name(into_).text;
            } else if (key == "ofType") {
                inner = true;
                type = type_reference_here();
            } else {
                reader_.skip();
            }
        });
        const bool list = kind == "LIST", non_null = kind == "NON_NULL";
        if (!list && !non_null) {
            if (name.empty()) reader_.fail("is missing", "name");
            type_reference named;
            named.name = name;
            return named;
        }
        if (!inner) reader_.fail("is missing: the type nests deeper than was asked for", "ofType");
        if (list && type.lists == type_reference::most_lists) reader_.fail("nests lists too deeply");
        if (list) {
            ++type.lists;
            return type;
        }
        if (type.non_null()) reader_.fail("must be a type that can be null", "ofType");
        return type.required();
    }

    const parse_options& options_;
    document into_;
    std::string_view json_;
    member_reader reader_;
    schema_definition schema_;
    std::string error_; ///< What the first of the answer's errors says.
    bool types_seen_ = false;
};

} // namespace

document from_introspection(std::string_view json, const parse_options& options) {
    if (const auto why = detail::why_no_utf8(json); !why.empty())
        throw std::runtime_error("introspection: the answer " + why);
    try {
        return introspection_reader(json, options).read();
    } catch (const detail::json_syntax_error& failure) {
        throw std::runtime_error(std::string("introspection: the answer is not JSON: ") + failure.what());
    }
}

} // namespace corogql::language
