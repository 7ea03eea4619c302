#include "testing/graphql/executor.hpp"

#include "testing/graphql/validation.hpp"
#include "testing/graphql/values.hpp"

#include <algorithm>

namespace corogql::testing {

namespace {

/// The fields under one response key; keys stand in the order of their first appearance.
using field_group = std::pair<std::string, std::vector<const selection*>>;

bool wanted(const selection& one, const json::object& variables) {
    for (const auto& each : one.directives) {
        const auto& condition = each.arguments.front().value;
        const auto* variable =
            condition.kind == input_value::type::variable ? variables.if_contains(condition.text) : nullptr;
        const bool on = variable ? variable->is_bool() && variable->get_bool() : condition.text == "true";
        if (on == (each.name == "skip")) return false;
    }
    return true;
}

void collect(const document& doc, const std::vector<selection>& selections, const json::object& variables,
             std::vector<field_group>& groups) {
    for (const auto& one : selections) {
        if (!wanted(one, variables)) continue;
        if (one.kind == selection::type::inline_fragment) {
            collect(doc, one.selections, variables, groups);
        } else if (one.kind == selection::type::spread) {
            collect(doc, doc.find_fragment(one.name)->selections, variables, groups);
        } else {
            const auto same = [&](const field_group& group) { return group.first == one.alias; };
            const auto found = std::find_if(groups.begin(), groups.end(), same);
            if (found != groups.end())
                found->second.push_back(&one);
            else
                groups.emplace_back(one.alias, std::vector<const selection*>{&one});
        }
    }
}

/// Shapes JSON after a selection set. A null where there must be none gives nullopt, which makes the nearest nullable
/// place above null (GraphQL specification, section 6.4.4).
class projection {
public:
    projection(const prepared_operation& prepared, const type_system& types) : prepared_(prepared), types_(types) {}

    template <class Resolve>
    json::object run(const Resolve& resolve) {
        const auto& root = *types_.find(root_type_name(prepared_.op->type));
        std::vector<field_group> groups;
        collect(*prepared_.doc, prepared_.op->selections, prepared_.variables, groups);
        auto data = fields(groups, root, resolve);
        json::object result;
        if (!errors_.empty()) result["errors"] = to_array(errors_);
        result["data"] = data ? json::value(std::move(*data)) : json::value();
        return result;
    }

private:
    template <class Resolve>
    std::optional<json::object> fields(const std::vector<field_group>& groups, const type_definition& type,
                                       const Resolve& resolve) {
        json::object result;
        bool broken = false;
        for (const auto& group : groups) {
            const auto& first = *group.second.front();
            path_.emplace_back(group.first);
            if (first.name == "__typename") {
                result[group.first] = type.name;
            } else {
                const auto& definition = *type.field(first.name);
                auto value = field(group, definition, type, resolve);
                broken = broken || !value;
                if (value) result[group.first] = std::move(*value);
            }
            path_.pop_back();
        }
        if (broken) return std::nullopt;
        return result;
    }

    template <class Resolve>
    std::optional<json::value> field(const field_group& group, const field_definition& definition,
                                     const type_definition& parent, const Resolve& resolve) {
        const auto& first = *group.second.front();
        const auto depth = path_.size();
        try {
            return complete(resolve(first, definition), definition.type, group, parent);
        } catch (const field_error& problem) {
            report(problem.what(), first.where).extensions["code"] = problem.code();
        } catch (const value_error& problem) {
            report(problem.what(), first.where).extensions["code"] = 400;
        }
        path_.resize(depth); // what was thrown inside of a list left its index behind
        if (definition.type.non_null) return std::nullopt;
        return json::value();
    }

    std::optional<json::value> complete(const json::value& value, const type_reference& type, const field_group& group,
                                        const type_definition& parent) {
        auto completed = complete_nullable(value, type, group, parent);
        if (!type.non_null || (completed && !completed->is_null())) {
            if (completed) return completed;
            return json::value();
        }
        if (completed) {
            const auto& first = *group.second.front();
            report("Cannot return null for non-nullable field " + parent.name + '.' + first.name + '.', first.where);
        }
        return std::nullopt;
    }

    std::optional<json::value> complete_nullable(const json::value& value, const type_reference& type,
                                                 const field_group& group, const type_definition& parent) {
        if (value.is_null()) return value;
        const auto& first = *group.second.front();
        if (type.is_list()) {
            const auto* items = value.if_array();
            if (!items)
                throw field_error(500, "Expected Iterable, but did not find one for field \"" + parent.name + '.' +
                                           first.name + "\".");
            return list(*items, type.item.front(), group, parent);
        }
        const auto& definition = *types_.find(type.name);
        if (definition.is_leaf()) return value;
        const auto* object = value.if_object();
        if (!object) throw field_error(500, "Expected an object for field \"" + parent.name + '.' + first.name + "\".");
        std::vector<field_group> groups;
        for (const auto* one : group.second) collect(*prepared_.doc, one->selections, prepared_.variables, groups);
        const auto member = [&](const selection& wanted_field, const field_definition&) -> const json::value& {
            static const json::value none;
            const auto* found = object->if_contains(wanted_field.name);
            return found ? *found : none;
        };
        auto shaped = fields(groups, definition, member);
        if (!shaped) return std::nullopt;
        return json::value(std::move(*shaped));
    }

    std::optional<json::value> list(const json::array& items, const type_reference& type, const field_group& group,
                                    const type_definition& parent) {
        json::array result;
        result.reserve(items.size());
        for (std::size_t i = 0; i < items.size(); ++i) {
            path_.emplace_back(i);
            auto item = complete(items[i], type, group, parent);
            path_.pop_back();
            if (!item) return std::nullopt;
            result.push_back(std::move(*item));
        }
        return json::value(std::move(result));
    }

    graphql_error& report(const std::string& message, source_location where) {
        graphql_error error(message);
        error.locations.push_back(where);
        error.path = path_;
        return errors_.emplace_back(std::move(error));
    }

    const prepared_operation& prepared_;
    const type_system& types_;
    json::array path_;
    std::vector<graphql_error> errors_;
};

} // namespace

std::vector<std::string> prepared_operation::root_fields() const {
    std::vector<field_group> groups;
    collect(*doc, op->selections, variables, groups);
    std::vector<std::string> names;
    for (const auto& group : groups) names.push_back(group.second.front()->name);
    return names;
}

prepared_operation graphql_executor::prepare(const graphql_request& request) const {
    prepared_operation prepared;
    auto doc = std::make_shared<document>(parse_document(request.query));
    validate(*doc, types_);
    prepared.op = &select_operation(*doc, request.operation_name);
    prepared.doc = std::move(doc);
    prepared.variables = coerce_variables(*prepared.op, request.variables, types_);
    return prepared;
}

json::object graphql_executor::execute(const prepared_operation& prepared) const {
    const auto resolve = [&](const selection& field, const field_definition& definition) {
        const auto& function = resolvers_.at(field.name);
        return function(coerce_arguments(field.arguments, definition.arguments, types_, prepared.variables));
    };
    return projection(prepared, types_).run(resolve);
}

std::unique_ptr<event_source> graphql_executor::open(const prepared_operation& prepared) const {
    std::vector<field_group> groups;
    collect(*prepared.doc, prepared.op->selections, prepared.variables, groups);
    const auto fail = [](graphql_error error) -> std::unique_ptr<event_source> {
        throw request_error(request_error::stage::execution, {std::move(error)});
    };
    if (groups.size() != 1 || !sources_.contains(groups.front().second.front()->name))
        return fail(graphql_error("A subscription must select one field."));
    const auto& field = *groups.front().second.front();
    graphql_error error;
    try {
        const auto& definition = *types_.find("Subscription")->field(field.name);
        return sources_.at(field.name)(
            coerce_arguments(field.arguments, definition.arguments, types_, prepared.variables));
    } catch (const field_error& problem) {
        error.message = problem.what();
        error.extensions["code"] = problem.code();
    } catch (const value_error& problem) {
        error.message = problem.what();
        error.extensions["code"] = 400;
    }
    error.locations.push_back(field.where);
    error.path.emplace_back(field.alias);
    return fail(std::move(error));
}

json::object graphql_executor::project(const prepared_operation& prepared, json::value event) const {
    const auto resolve = [&](const selection&, const field_definition&) -> const json::value& { return event; };
    return projection(prepared, types_).run(resolve);
}

json::array to_array(const std::vector<graphql_error>& errors) {
    json::array list;
    for (const auto& error : errors) list.push_back(to_json(error));
    return list;
}

json::object to_result(const std::vector<graphql_error>& errors) {
    json::object result;
    result["errors"] = to_array(errors);
    return result;
}

} // namespace corogql::testing
