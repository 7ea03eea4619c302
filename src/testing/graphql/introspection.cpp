#include "testing/graphql/introspection.hpp"

#include "testing/graphql/json_member.hpp"

#include "language/schema/applied.hpp"
#include "language/schema/built_in.hpp"
#include "language/schema/default_value.hpp"

namespace corogql::testing {

namespace {

using language::type_definition;
using language::type_kind;

json::object reference(std::string_view text) {
    json::object type;
    type["ref"] = text;
    return type;
}

json::array references(const language::schema::types& types) {
    json::array list;
    for (const auto* type : types) list.push_back(reference(type->name.text));
    return list;
}

template <class Definition>
json::object described(const Definition& what) {
    json::object result;
    result["name"] = what.name.text;
    result["description"] = what.description ? json::value(what.description->text) : json::value();
    return result;
}

/// Returns a member of a type with what is said of its being deprecated.
template <class Definition>
json::object member_of_type(const Definition& what) {
    auto result = described(what);
    const auto reason = language::deprecation_reason(what.directives);
    result["isDeprecated"] = reason.has_value();
    if (reason) result["deprecationReason"] = *reason;
    return result;
}

json::array inputs(const language::schema& types, const std::vector<language::input_definition>& all) {
    language::default_texts defaults(types);
    json::array list;
    for (const auto& one : all) {
        auto input = member_of_type(one);
        input["type"] = reference(one.type.text());
        if (const auto text = defaults.of(one)) input["defaultValue"] = *text;
        list.push_back(std::move(input));
    }
    return list;
}

json::array fields(const language::schema& types, const std::vector<language::field_definition>& all) {
    json::array list;
    for (const auto& one : all) {
        auto field = member_of_type(one);
        field["args"] = inputs(types, one.arguments);
        field["type"] = reference(one.type.text());
        list.push_back(std::move(field));
    }
    return list;
}

json::array enum_values(const std::vector<language::enum_value_definition>& all) {
    json::array list;
    for (const auto& one : all) list.push_back(member_of_type(one));
    return list;
}

json::object directive(const language::schema& types, const language::directive_definition& what) {
    auto result = described(what);
    result["isRepeatable"] = what.repeatable;
    result["args"] = inputs(types, what.arguments);
    json::array locations;
    for (const auto& one : what.locations) locations.push_back(json::string(one.text));
    result["locations"] = std::move(locations);
    return result;
}

json::object whole_schema(const language::schema& types) {
    json::object result;
    result["description"] = types.description() ? json::value(types.description()->text) : json::value();
    auto all = references(types.defined_types());
    for (const auto& one : language::built_in_definitions().types)
        if (types.find(one.name.text) == &one && types.has(one.name.text)) all.push_back(reference(one.name.text));
    result["types"] = std::move(all);
    const auto root = [&](const char* name, language::operation_kind kind) {
        const auto* type = types.root(kind);
        result[name] = type ? json::value(reference(type->name.text)) : json::value();
    };
    root("queryType", language::operation_kind::query);
    root("mutationType", language::operation_kind::mutation);
    root("subscriptionType", language::operation_kind::subscription);
    json::array directives;
    for (const auto* one : types.directives()) directives.push_back(directive(types, *one));
    result["directives"] = std::move(directives);
    return result;
}

const char* kind_of(const type_definition& type) {
    switch (type.kind) {
    case type_kind::scalar: return "SCALAR";
    case type_kind::object: return "OBJECT";
    case type_kind::interface: return "INTERFACE";
    case type_kind::union_type: return "UNION";
    case type_kind::enumeration: return "ENUM";
    case type_kind::input: return "INPUT_OBJECT";
    }
    return "";
}

json::value named_type(const language::schema& types, const type_definition& type, std::string_view field) {
    if (field == "kind") return kind_of(type);
    if (field == "name") return json::string(type.name.text);
    if (field == "description") return described(type)["description"];
    if (field == "specifiedByURL") {
        const auto url = language::specified_by(type.directives);
        return url ? json::value(*url) : json::value();
    }
    const bool has_fields = type.kind == type_kind::object || type.kind == type_kind::interface;
    if (field == "fields" && has_fields) return fields(types, type.fields);
    if (field == "interfaces" && has_fields) {
        json::array all;
        for (const auto& one : type.interfaces) all.push_back(reference(one.text));
        return all;
    }
    if (field == "possibleTypes" && type.is_abstract()) return references(types.possible_types(type));
    if (field == "enumValues" && type.kind == type_kind::enumeration) return enum_values(type.values);
    if (type.kind != type_kind::input) return nullptr;
    if (field == "inputFields") return inputs(types, type.inputs);
    if (field == "isOneOf") return language::is_one_of(type.directives);
    return nullptr;
}

json::value of_type(const language::schema& types, std::string_view ref, std::string_view field) {
    if (ref.ends_with('!') || ref.starts_with('[')) {
        const bool non_null = ref.ends_with('!');
        if (field == "kind") return non_null ? "NON_NULL" : "LIST";
        if (field == "ofType")
            return reference(non_null ? ref.substr(0, ref.size() - 1) : ref.substr(1, ref.size() - 2));
        return nullptr;
    }
    const auto* type = types.find(ref);
    return type ? named_type(types, *type, field) : json::value();
}

json::value without_deprecated(const json::value& all) {
    const auto* list = all.if_array();
    if (!list) return all;
    json::array left;
    for (const auto& one : *list)
        if (!flag_at(one.as_object(), "isDeprecated")) left.push_back(one);
    return left;
}

} // namespace

json::value introspect(const language::schema& types, const language::field_definition& field,
                       const json::object& parent, const json::object& arguments) {
    const auto name = field.name.text;
    if (name == "__schema") return whole_schema(types);
    if (name == "__type") {
        const auto wanted = string_at(arguments, "name");
        return types.has(wanted) ? json::value(reference(wanted)) : json::value();
    }
    const auto* ref = parent.if_contains("ref");
    auto value = ref ? of_type(types, std::string_view(ref->as_string()), name) : member(parent, name);
    const auto* all = arguments.if_contains("includeDeprecated");
    if (!all || (all->is_bool() && all->get_bool())) return value;
    return without_deprecated(value);
}

} // namespace corogql::testing
