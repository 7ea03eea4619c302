#include "testing/graphql/values.hpp"

#include "testing/graphql/inspect.hpp"
#include "testing/graphql/request_error.hpp"
#include "testing/graphql/scalars.hpp"

#include "language/schema/applied.hpp"
#include "language/schema/built_in.hpp"
#include "language/suggestion.hpp"
#include "language/syntax/print.hpp"

#include <charconv>
#include <functional>
#include <utility>

namespace corogql::testing {

namespace {

using language::type_reference;

constexpr std::size_t most_problems = 50, most_default_values = 100'000;

std::string text_of_path(const json::array& path) {
    std::string text;
    for (const auto& step : path)
        text += step.is_string() ? '.' + std::string(step.get_string()) : '[' + inspect(step) + ']';
    return text;
}

/// Coerces the JSON of one variable, and finds all that is wrong with it.
class variable_check {
public:
    /// `report` is told where in the variable something is wrong, the value there, and what.
    using reporter = std::function<void(const json::array&, const json::value&, const std::string&)>;

    variable_check(input_coercion& inputs, reporter report)
        : inputs_(inputs), types_(inputs.types()), report_(std::move(report)) {}

    json::value take(const json::value& given, const type_reference& type) {
        if (given.is_null()) {
            if (type.non_null())
                report_(path_, given, "Expected non-nullable type " + in_quotes(type.text()) + " not to be null.");
            return nullptr;
        }
        if (type.is_list()) return take_list(given, type.item());
        const auto* definition = types_.find(type);
        if (!definition) return given;
        if (definition->kind == language::type_kind::input) return take_object(given, *definition);
        auto value = given;
        if (const auto problem = take_leaf(value, *definition); !problem.empty()) report_(path_, given, problem);
        return value;
    }

private:
    json::value take_list(const json::value& given, const type_reference& type) {
        json::array items;
        const auto* list = given.if_array();
        if (!list) {
            items.push_back(take(given, type));
            return items;
        }
        for (std::size_t i = 0; i < list->size(); ++i) {
            path_.emplace_back(i);
            items.push_back(take((*list)[i], type));
            path_.pop_back();
        }
        return items;
    }

    json::value take_object(const json::value& given, const language::type_definition& type) {
        const auto* members = given.if_object();
        if (!members) {
            report_(path_, given, "Expected type " + in_quotes(type.name.text) + " to be an object.");
            return nullptr;
        }
        json::object result;
        for (const auto& field : type.inputs) {
            if (const auto* value = members->if_contains(field.name.text)) {
                path_.emplace_back(field.name.text);
                result[field.name.text] = take(*value, field.type);
                path_.pop_back();
            } else if (field.default_value) {
                if (const auto& always = inputs_.default_of(field)) result[field.name.text] = *always;
            } else if (field.type.non_null()) {
                report_(path_, given,
                        "Field " + in_quotes(field.name.text) + " of required type " + in_quotes(field.type.text()) +
                            " was not provided.");
            }
        }
        for (const auto& member : *members)
            if (const std::string_view name = member.key(); !type.input(name))
                report_(path_, given,
                        "Field " + in_quotes(name) + " is not defined by type " + in_quotes(type.name.text) + "." +
                            language::did_you_mean(language::names_like(name, language::names_of(type.inputs))));
        if (language::is_one_of(type.directives)) check_one(given, result, type);
        return result;
    }

    void check_one(const json::value& given, const json::object& members, const language::type_definition& type) {
        if (members.size() != 1)
            return report_(path_, given,
                           "Exactly one key must be specified for OneOf type " + in_quotes(type.name.text) + ".");
        const auto& only = *members.begin();
        if (!only.value().is_null()) return;
        path_.emplace_back(only.key());
        report_(path_, only.value(), "Field " + in_quotes(std::string_view(only.key())) + " must be non-null.");
        path_.pop_back();
    }

    input_coercion& inputs_;
    const language::schema& types_;
    const reporter report_;
    json::array path_;
};

/// Makes JSON of a literal without a type: an argument of a custom scalar.
json::value untyped(const language::value& given, const json::object& variables) {
    using type = language::value::type;
    switch (given.kind) {
    case type::integer: {
        std::int64_t number = 0;
        const auto* const end = given.text.data() + given.text.size();
        if (std::from_chars(given.text.data(), end, number).ec == std::errc()) return number;
        return std::strtod(std::string(given.text).c_str(), nullptr);
    }
    case type::floating: return std::strtod(std::string(given.text).c_str(), nullptr);
    case type::boolean: return given.text == "true";
    case type::null: return nullptr;
    case type::string:
    case type::enumeration: return json::string(given.text);
    case type::variable: {
        const auto* value = variables.if_contains(given.text);
        return value ? *value : json::value();
    }
    case type::list: {
        json::array items;
        for (const auto& item : given.items) items.push_back(untyped(item, variables));
        return items;
    }
    case type::object: {
        json::object members;
        for (const auto& field : given.fields) members[field.name.text] = untyped(field.value, variables);
        return members;
    }
    }
    return nullptr;
}

bool is_missing(const language::value& value, const json::object& variables) {
    return value.kind == language::value::type::variable && !variables.contains(value.text);
}

[[noreturn]] void refuse_argument(const language::input_definition& argument, const std::string& why) {
    throw value_error("Argument " + in_quotes(argument.name.text) + ' ' + why);
}

} // namespace

std::optional<json::value> input_coercion::list(const language::value& given, const type_reference& item,
                                                const json::object& variables) {
    json::array items;
    if (given.kind != language::value::type::list) {
        auto only = literal(given, item, variables);
        if (!only) return std::nullopt;
        items.push_back(std::move(*only));
        return items;
    }
    for (const auto& one : given.items) {
        if (is_missing(one, variables) && !item.non_null()) {
            items.push_back(nullptr);
            continue;
        }
        auto value = literal(one, item, variables);
        if (!value) return std::nullopt;
        items.push_back(std::move(*value));
    }
    return items;
}

std::optional<json::value> input_coercion::object(const language::value& given, const language::type_definition& type,
                                                  const json::object& variables) {
    if (given.kind != language::value::type::object) return std::nullopt;
    std::unordered_map<std::string_view, const language::value*> written;
    for (const auto& one : given.fields) written[one.name.text] = &one.value;
    json::object result;
    for (const auto& field : type.inputs) {
        const auto at = written.find(field.name.text);
        const auto* found = at == written.end() ? nullptr : at->second;
        if (found && is_missing(*found, variables)) found = nullptr;
        if (!found && !field.default_value) {
            if (field.type.non_null()) return std::nullopt;
            continue;
        }
        auto value = found ? literal(*found, field.type, variables) : default_of(field);
        if (!value) return std::nullopt;
        result[field.name.text] = std::move(*value);
    }
    if (language::is_one_of(type.directives) && (result.size() != 1 || result.begin()->value().is_null()))
        return std::nullopt;
    return result;
}

std::optional<json::value> input_coercion::literal(const language::value& given, const type_reference& type,
                                                   const json::object& variables) {
    using kind = language::value::type;
    ++made_;
    if (given.kind == kind::variable) {
        const auto* value = variables.if_contains(given.text);
        if (!value || (value->is_null() && type.non_null())) return std::nullopt;
        return *value; // it was coerced to a type that fits
    }
    if (given.kind == kind::null) return type.non_null() ? std::nullopt : std::optional<json::value>(nullptr);
    if (type.is_list()) return list(given, type.item(), variables);
    const auto* found = types_.find(type);
    if (!found) return std::nullopt;
    const auto& definition = *found;
    if (definition.kind == language::type_kind::input) return object(given, definition, variables);
    const bool names = definition.kind == language::type_kind::enumeration;
    const bool custom = !names && !language::is_built_in_scalar(definition.name.text);
    if (!custom && names != (given.kind == kind::enumeration)) return std::nullopt;
    auto value = untyped(given, variables);
    if (!take_leaf(value, definition).empty()) return std::nullopt;
    return value;
}

const std::optional<json::value>& input_coercion::default_of(const language::input_definition& input) {
    const auto [at, added] = defaults_.try_emplace(&input);
    auto& known = at->second; // which stays where it is, whatever is added
    const auto refuse = [&](const char* why) {
        throw value_error("The default value of " + in_quotes(input.name.text) + ' ' + why + '.');
    };
    if (!added) {
        if (!known.done) refuse("holds itself");
        made_ += known.size;
        return known.value;
    }
    const auto outer = std::exchange(made_, 0);
    try {
        known.value = literal(*input.default_value, input.type, {});
        if (made_ > most_default_values) refuse("grows too large");
    } catch (...) {
        made_ = outer;
        defaults_.erase(&input);
        throw;
    }
    known.done = true;
    known.size = made_;
    made_ += outer;
    return known.value;
}

json::object input_coercion::variables(const language::operation& op, const json::object& given) {
    json::object result;
    std::vector<graphql_error> errors;
    for (const auto& variable : op.variables) {
        const auto name = variable.name.text;
        const auto refuse = [&](const std::string& what) {
            if (errors.size() > most_problems) return;
            if (errors.size() == most_problems) {
                errors.emplace_back("Too many errors processing variables, error limit reached. Execution aborted.");
                return;
            }
            errors.emplace_back("Variable " + in_quotes('$' + std::string(name)) + ' ' + what);
            errors.back().locations.push_back(to_location(variable.where));
        };
        const auto* value = given.if_contains(name);
        if (!value && variable.default_value) {
            if (auto always = literal(*variable.default_value, variable.type, {})) result[name] = std::move(*always);
        } else if (!value) {
            if (variable.type.non_null())
                refuse("of required type " + in_quotes(variable.type.text()) + " was not provided.");
        } else if (value->is_null() && variable.type.non_null()) {
            refuse("of non-null type " + in_quotes(variable.type.text()) + " must not be null.");
        } else {
            const auto report = [&](const json::array& path, const json::value& at, const std::string& problem) {
                const auto place = path.empty() ? "" : " at " + in_quotes(std::string(name) + text_of_path(path));
                refuse("got invalid value " + inspect(at) + place + "; " + problem);
            };
            try {
                result[name] = variable_check(*this, report).take(*value, variable.type);
            } catch (const value_error& problem) {
                refuse(std::string("cannot be completed: ") + problem.what());
            }
        }
    }
    if (!errors.empty()) throw request_error(request_error::stage::variables, std::move(errors));
    return result;
}

json::object input_coercion::arguments(const std::vector<language::argument>& given,
                                       const std::vector<language::input_definition>& wanted,
                                       const json::object& variables) {
    std::unordered_map<std::string_view, const language::value*> written;
    for (const auto& one : given) written[one.name.text] = &one.value;
    json::object result;
    for (const auto& one : wanted) {
        const auto at = written.find(one.name.text);
        const auto* found = at == written.end() ? nullptr : at->second;
        const bool missing = !found || is_missing(*found, variables);
        if (missing && one.default_value) {
            if (const auto& value = default_of(one)) result[one.name.text] = *value;
            continue;
        }
        const auto type = in_quotes(one.type.text());
        if (missing && !one.type.non_null()) continue;
        if (missing && found)
            refuse_argument(one, "of required type " + type + " was provided the variable " +
                                     in_quotes('$' + std::string(found->text)) +
                                     " which was not provided a runtime value.");
        if (missing) refuse_argument(one, "of required type " + type + " was not provided.");
        auto value = literal(*found, one.type, variables);
        if (!value) {
            const bool null =
                found->kind == language::value::type::variable || found->kind == language::value::type::null;
            refuse_argument(one, null ? "of non-null type " + type + " must not be null."
                                      : "has invalid value " + language::print(*found) + '.');
        }
        result[one.name.text] = std::move(*value);
    }
    return result;
}

} // namespace corogql::testing
