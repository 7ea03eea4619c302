#include "testing/graphql/projection.hpp"

#include "testing/graphql/inspect.hpp"
#include "testing/graphql/request_error.hpp"
#include "testing/graphql/scalars.hpp"

namespace corogql::testing {

namespace {

/// Fragments can nest selections deeper than the parser lets one document nest them.
constexpr unsigned most_levels_of_fields = 250;

} // namespace

json::object projection::run(const json::object& root) {
    auto data = fields(prepared_.fields_of_root(), prepared_.root(), root);
    json::object result;
    if (!errors_.empty()) result["errors"] = to_array(errors_);
    result["data"] = data ? json::value(std::move(*data)) : json::value();
    return result;
}

std::optional<json::object> projection::fields(const std::vector<field_group>& groups,
                                               const language::type_definition& type, const json::object& parent) {
    json::object result;
    result.reserve(groups.size());
    for (const auto& group : groups) {
        const auto name = group.first().name.text;
        const auto* definition = types_.field(type, name);
        if (!definition) continue; // a document that was validated asks for none
        path_.emplace_back(group.key);
        auto value = name == "__typename" ? std::optional<json::value>(type.name.text)
                                          : field({type, group}, *definition, parent);
        path_.pop_back();
        if (!value) return std::nullopt; // and nobody asks the other fields any more
        result[group.key] = std::move(*value);
    }
    return result;
}

std::optional<json::value> projection::field(const field_place& place, const language::field_definition& definition,
                                             const json::object& parent) {
    const auto depth = path_.size();
    const auto level = depth_;
    try {
        const auto arguments =
            definition.arguments.empty()
                ? json::object()
                : inputs_.arguments(place.group.first().arguments, definition.arguments, prepared_.variables);
        json::value room;
        return complete(answers_.find(place.parent, definition, parent, arguments, room), definition.type, place);
    } catch (const field_error& problem) {
        path_.resize(depth); // what was thrown inside of a list left its index behind
        auto& error = report(problem.what(), place.group);
        if (!problem.code().is_null()) error.extensions["code"] = problem.code();
    } catch (const value_error& problem) {
        path_.resize(depth);
        report(problem.what(), place.group).extensions["code"] = 400;
    } catch (const std::exception& problem) {
        path_.resize(depth);
        report(problem.what(), place.group);
    }
    depth_ = level;
    if (definition.type.non_null()) return std::nullopt;
    return json::value();
}

std::optional<json::value> projection::complete(const json::value& value, const language::type_reference& type,
                                                const field_place& place) {
    auto completed = value.is_null() ? std::optional<json::value>(nullptr) : complete_some(value, type, place);
    if (!type.non_null()) return completed ? std::move(completed) : json::value();
    if (!completed || !completed->is_null()) return completed;
    report("Cannot return null for non-nullable field " + place.name() + '.', place.group);
    return std::nullopt;
}

std::optional<json::value> projection::complete_some(const json::value& value, const language::type_reference& type,
                                                     const field_place& place) {
    if (type.is_list()) {
        const auto* items = value.if_array();
        if (!items)
            throw field_error("Expected Iterable, but did not find one for field " + in_quotes(place.name()) + '.');
        return complete_list(*items, type.item(), place);
    }
    const auto* definition = types_.find(type);
    if (!definition) throw field_error("Unknown type " + in_quotes(type.name) + '.');
    if (!definition->is_leaf()) return complete_object(value, *definition, place);
    auto given = value;
    if (const auto problem = give_leaf(given, *definition); !problem.empty()) throw field_error(problem);
    return given;
}

std::optional<json::value> projection::complete_list(const json::array& items, const language::type_reference& type,
                                                     const field_place& place) {
    json::array result;
    result.reserve(items.size());
    const auto depth = path_.size();
    bool broken = false;
    for (std::size_t i = 0; i < items.size() && !broken; ++i) {
        path_.emplace_back(i);
        std::optional<json::value> item;
        try {
            item = complete(items[i], type, place);
        } catch (const field_error& problem) { // an item that may be null takes its error upon itself
            report(problem.what(), place.group);
            if (!type.non_null()) item.emplace(nullptr);
        }
        path_.resize(depth);
        broken = !item;
        if (item) result.push_back(std::move(*item));
    }
    if (broken) return std::nullopt;
    return json::value(std::move(result));
}

std::optional<json::value> projection::complete_object(const json::value& value, const language::type_definition& type,
                                                       const field_place& place) {
    const auto* object = value.if_object();
    if (!object)
        throw field_error("Expected value of type " + in_quotes(type.name.text) + " but got: " + inspect(value) + '.');
    const auto& definition = type.is_abstract() ? type_of(*object, type, place) : type;
    if (depth_ == most_levels_of_fields) throw field_error("The selection is nested too deeply.");
    ++depth_;
    std::vector<const std::vector<language::selection>*> sets;
    for (const auto* node : place.group.nodes) sets.push_back(&node->selections);
    auto shaped = fields(prepared_.fields_of(definition, sets), definition, *object);
    --depth_;
    if (!shaped) return std::nullopt;
    return json::value(std::move(*shaped));
}

const language::type_definition& projection::type_of(const json::object& object, const language::type_definition& type,
                                                     const field_place& place) const {
    const auto abstract = "Abstract type " + in_quotes(type.name.text);
    const auto* name = object.if_contains("__typename");
    if (!name || !name->is_string())
        throw field_error(abstract + " must resolve to an Object type at runtime for field " + in_quotes(place.name()) +
                          ". Either the " + in_quotes(type.name.text) +
                          " type should provide a \"resolveType\" function or each possible type should provide an "
                          "\"isTypeOf\" function.");
    const std::string_view text = name->get_string();
    const auto* definition = types_.find(text);
    if (!definition)
        throw field_error(abstract + " was resolved to a type " + in_quotes(text) +
                          " that does not exist inside the schema.");
    if (definition->kind != language::type_kind::object)
        throw field_error(abstract + " was resolved to a non-object type " + in_quotes(text) + '.');
    if (!types_.is_subtype(type, *definition))
        throw field_error("Runtime Object type " + in_quotes(text) + " is not a possible type for " +
                          in_quotes(type.name.text) + '.');
    return *definition;
}

graphql_error& projection::report(const std::string& message, const field_group& where) {
    graphql_error error(message);
    for (const auto* node : where.nodes) error.locations.push_back(to_location(node->where));
    error.path = path_;
    return errors_.emplace_back(std::move(error));
}

} // namespace corogql::testing
