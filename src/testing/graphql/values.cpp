#include "testing/graphql/values.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace corogql::testing {

namespace {

std::string printed(const json::value& value) { return json::serialize(value); }

json::value coerce_int(const json::value& given) {
    const bool whole = given.is_int64() || given.is_uint64() ||
                       (given.is_double() && std::trunc(given.get_double()) == given.get_double());
    if (!whole) throw value_error("Int cannot represent non-integer value: " + printed(given));
    const auto number = given.to_number<double>();
    if (number < std::numeric_limits<std::int32_t>::min() || number > std::numeric_limits<std::int32_t>::max())
        throw value_error("Int cannot represent non 32-bit signed integer value: " + printed(given));
    return static_cast<std::int64_t>(number);
}

json::value coerce_scalar(const json::value& given, const std::string& name) {
    if (name == "Int") return coerce_int(given);
    if (name == "Float") {
        if (!given.is_number()) throw value_error("Float cannot represent non numeric value: " + printed(given));
    } else if (name == "String") {
        if (!given.is_string()) throw value_error("String cannot represent a non string value: " + printed(given));
    } else if (name == "Boolean") {
        if (!given.is_bool()) throw value_error("Boolean cannot represent a non boolean value: " + printed(given));
    } else if (name == "ID") {
        if (given.is_int64()) return json::string(std::to_string(given.get_int64()));
        if (!given.is_string()) throw value_error("ID cannot represent value: " + printed(given));
    }
    return given;
}

json::value coerce_leaf(const json::value& given, const type_definition& type) {
    if (type.kind == type_definition::type::scalar) return coerce_scalar(given, type.name);
    const auto* text = given.if_string();
    if (!text || std::find(type.values.begin(), type.values.end(), std::string_view(*text)) == type.values.end())
        throw value_error("Value " + printed(given) + " does not exist in \"" + type.name + "\" enum.");
    return given;
}

[[noreturn]] void unknown_field(std::string_view name, const type_definition& type) {
    throw value_error("Field \"" + std::string(name) + "\" is not defined by type \"" + type.name + "\".");
}

[[noreturn]] void missing_field(const input_definition& field) {
    throw value_error("Field \"" + field.name + "\" of required type \"" + field.type.text() + "\" was not provided.");
}

const input_definition& input_field(const type_definition& type, std::string_view name) {
    for (const auto& field : type.inputs)
        if (field.name == name) return field;
    unknown_field(name, type);
}

void fill_defaults(json::object& object, const std::vector<input_definition>& fields, const type_system& types) {
    for (const auto& field : fields) {
        if (object.contains(field.name)) continue;
        if (field.default_value)
            object[field.name] = coerce_literal(*field.default_value, field.type, types, nullptr);
        else if (field.type.non_null)
            missing_field(field);
    }
}

[[noreturn]] void not_nullable(const type_reference& type) {
    throw value_error("Expected non-nullable type \"" + type.text() + "\" not to be null.");
}

/// Turns digits, words and characters into JSON; lists and objects are only arguments of custom scalars here.
json::value plain(const input_value& given, const json::object* variables) {
    switch (given.kind) {
    case input_value::type::integer: {
        std::int64_t number = 0;
        const auto end = given.text.data() + given.text.size();
        if (std::from_chars(given.text.data(), end, number).ec == std::errc()) return number;
        return std::stod(given.text);
    }
    case input_value::type::floating: return std::strtod(given.text.c_str(), nullptr);
    case input_value::type::boolean: return given.text == "true";
    case input_value::type::null: return nullptr;
    case input_value::type::string:
    case input_value::type::enumeration: return json::string(given.text);
    case input_value::type::variable: {
        const auto* value = variables ? variables->if_contains(given.text) : nullptr;
        return value ? *value : json::value();
    }
    case input_value::type::list: {
        json::array items;
        for (const auto& item : given.items) items.push_back(plain(item, variables));
        return items;
    }
    case input_value::type::object: {
        json::object fields;
        for (const auto& [name, value] : given.fields) fields[name] = plain(value, variables);
        return fields;
    }
    }
    return nullptr;
}

/// Whether the value is a variable that was not given: its place is then as if the variable had not been written.
bool absent(const input_value& value, const json::object* variables) {
    return value.kind == input_value::type::variable && variables && !variables->contains(value.text);
}

} // namespace

json::value coerce_value(const json::value& given, const type_reference& type, const type_system& types) {
    if (given.is_null()) {
        if (type.non_null) not_nullable(type);
        return nullptr;
    }
    if (type.is_list()) {
        json::array items;
        if (const auto* list = given.if_array())
            for (const auto& item : *list) items.push_back(coerce_value(item, type.item.front(), types));
        else
            items.push_back(coerce_value(given, type.item.front(), types));
        return items;
    }
    const auto& definition = *types.find(type.name);
    if (definition.is_leaf()) return coerce_leaf(given, definition);
    const auto* fields = given.if_object();
    if (!fields) throw value_error("Expected type \"" + type.name + "\" to be an object.");
    json::object result;
    for (const auto& [name, value] : *fields)
        result[name] = coerce_value(value, input_field(definition, name).type, types);
    fill_defaults(result, definition.inputs, types);
    return result;
}

json::value coerce_literal(const input_value& given, const type_reference& type, const type_system& types,
                           const json::object* variables) {
    if (given.kind == input_value::type::variable) {
        const auto value = plain(given, variables);
        if (variables && value.is_null() && type.non_null) not_nullable(type);
        return value;
    }
    const auto& definition = *types.innermost(type);
    const bool custom = definition.kind == type_definition::type::scalar;
    if (type.is_list() && given.kind == input_value::type::list) {
        json::array items;
        for (const auto& item : given.items) items.push_back(coerce_literal(item, type.item.front(), types, variables));
        return items;
    }
    if (type.is_list() && given.kind != input_value::type::null) {
        json::array items;
        items.push_back(coerce_literal(given, type.item.front(), types, variables));
        return items;
    }
    if (given.kind == input_value::type::object && !custom) {
        json::object result;
        for (const auto& [name, value] : given.fields) {
            const auto& field = input_field(definition, name);
            if (!absent(value, variables)) result[name] = coerce_literal(value, field.type, types, variables);
        }
        fill_defaults(result, definition.inputs, types);
        return result;
    }
    if (given.kind == input_value::type::enumeration && definition.name == "String")
        throw value_error("String cannot represent a non string value: " + given.text);
    return coerce_value(plain(given, variables), type, types);
}

json::object coerce_variables(const operation& op, const json::object& given, const type_system& types) {
    json::object result;
    std::vector<graphql_error> errors;
    for (const auto& variable : op.variables) {
        const auto refuse = [&](const std::string& what) {
            graphql_error error("Variable \"$" + variable.name + "\" " + what);
            error.locations.push_back(variable.where);
            errors.push_back(std::move(error));
        };
        try {
            if (const auto* value = given.if_contains(variable.name)) {
                if (value->is_null() && variable.type.non_null)
                    refuse("of non-null type \"" + variable.type.text() + "\" must not be null.");
                else
                    result[variable.name] = coerce_value(*value, variable.type, types);
            } else if (variable.default_value) {
                result[variable.name] = coerce_literal(*variable.default_value, variable.type, types, nullptr);
            } else if (variable.type.non_null) {
                refuse("of required type \"" + variable.type.text() + "\" was not provided.");
            }
        } catch (const value_error& problem) {
            const auto* value = given.if_contains(variable.name);
            refuse("got invalid value " + (value ? printed(*value) : std::string("in its default")) + "; " +
                   problem.what());
        }
    }
    if (!errors.empty()) throw request_error(request_error::stage::variables, std::move(errors));
    return result;
}

json::object coerce_arguments(const std::vector<argument>& given, const std::vector<input_definition>& wanted,
                              const type_system& types, const json::object& variables) {
    json::object result;
    for (const auto& one : wanted) {
        const auto found =
            std::find_if(given.begin(), given.end(), [&](const argument& arg) { return arg.name == one.name; });
        if (found == given.end() || absent(found->value, &variables)) continue;
        result[one.name] = coerce_literal(found->value, one.type, types, &variables);
    }
    fill_defaults(result, wanted, types);
    return result;
}

} // namespace corogql::testing
