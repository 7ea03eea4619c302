#include "testing/graphql/executor.hpp"

#include "testing/graphql/inspect.hpp"
#include "testing/graphql/introspection.hpp"
#include "testing/graphql/projection.hpp"

#include "language/schema/built_in.hpp"
#include "language/syntax/parse.hpp"
#include "language/validation/validate.hpp"

namespace corogql::testing {

namespace {

using resolvers = std::map<std::string, served_schema::resolver, std::less<>>;

std::string coordinate_of(const language::type_definition& type, std::string_view field) {
    return std::string(type.name.text) + '.' + std::string(field);
}

/// A resolver comes before what stands in the parent, and that before what is made up.
class answers_of_schema : public answers {
public:
    answers_of_schema(const language::schema& types, const resolvers& given, const mock_values* mock)
        : types_(types), resolvers_(given), mock_(mock) {}

    const json::value& find(const language::type_definition& type, const language::field_definition& field,
                            const json::object& parent, const json::object& arguments,
                            json::value& room) const override {
        static const json::value none;
        if (field.name.text.starts_with("__") || language::is_introspection_type(type.name.text))
            return room = introspect(types_, field, parent, arguments);
        if (const auto own = resolvers_.find(coordinate_of(type, field.name.text)); own != resolvers_.end())
            return room = own->second(parent, arguments);
        if (const auto* found = parent.if_contains(field.name.text)) return *found;
        return mock_ ? room = mock_->of_field(type, field, parent, arguments) : none;
    }

private:
    const language::schema& types_;
    const resolvers& resolvers_;
    const mock_values* mock_;
};

[[noreturn]] void refuse(request_error::stage at, graphql_error error) { throw request_error(at, {std::move(error)}); }

[[noreturn]] void refuse_operation(const std::string& message) {
    refuse(request_error::stage::validation, graphql_error(message));
}

} // namespace

graphql_executor::graphql_executor(served_schema serving) : serving_(std::move(serving)), inputs_(*serving_.types_) {
    if (serving_.mock_seed_) mock_.emplace(*serving_.types_, *serving_.mock_seed_);
}

prepared_operation graphql_executor::prepare(const graphql_request& request) const {
    prepared_operation prepared;
    try {
        prepared.doc = std::make_shared<const indexed_document>(language::parse(request.query));
    } catch (const language::syntax_error& problem) {
        refuse(request_error::stage::syntax, to_error(problem.what_is_wrong()));
    }
    prepared.types = serving_.types_;
    language::validate_options quietly;
    quietly.deprecated = false;
    std::vector<graphql_error> errors;
    for (const auto& problem : language::validate(*serving_.types_, prepared.doc->doc, quietly))
        if (problem.level == language::diagnostic::severity::error) errors.push_back(to_error(problem));
    if (!errors.empty()) throw request_error(request_error::stage::validation, std::move(errors));
    prepared.op = &select_operation(prepared.doc->doc, request.operation_name);
    const auto kind = std::string(text_of(prepared.op->kind));
    if (!serving_.types_->root(prepared.op->kind)) {
        graphql_error error("Schema is not configured to execute " + kind + " operation.");
        error.locations.push_back(to_location(prepared.op->where));
        refuse(request_error::stage::validation, std::move(error));
    }
    prepared.variables = inputs_.variables(*prepared.op, request.variables);
    return prepared;
}

json::object graphql_executor::execute(const prepared_operation& prepared) const {
    const answers_of_schema all(*serving_.types_, serving_.resolvers_, mock_ ? &*mock_ : nullptr);
    return projection(prepared, all, inputs_).run({});
}

std::unique_ptr<event_source> graphql_executor::open(const prepared_operation& prepared) const {
    const auto groups = prepared.fields_of_root();
    if (groups.empty()) refuse_operation("A subscription must select one field.");
    const auto& field = groups.front().first();
    graphql_error error;
    const auto* definition = serving_.types_->field(prepared.root(), field.name.text);
    try {
        if (!definition) throw field_error("The subscription field " + in_quotes(field.name.text) + " is not defined.");
        const auto arguments = inputs_.arguments(field.arguments, definition->arguments, prepared.variables);
        const auto own = serving_.sources_.find(coordinate_of(prepared.root(), field.name.text));
        if (own != serving_.sources_.end()) return own->second(arguments);
        if (mock_) return mock_->events(prepared.root(), *definition, arguments);
        throw field_error("Subscription field must return Async Iterable. Received: undefined.");
    } catch (const field_error& problem) {
        error.message = problem.what();
        if (!problem.code().is_null()) error.extensions["code"] = problem.code();
    } catch (const value_error& problem) {
        error.message = problem.what();
        error.extensions["code"] = 400;
    } catch (const std::exception& problem) {
        error.message = problem.what();
    }
    error.locations.push_back(to_location(field.where));
    error.path.emplace_back(field.response_key());
    refuse(request_error::stage::execution, std::move(error));
}

json::object graphql_executor::project(const prepared_operation& prepared, json::value event) const {
    json::object root;
    if (const auto groups = prepared.fields_of_root(); !groups.empty())
        root[groups.front().first().name.text] = std::move(event);
    const answers_of_schema all(*serving_.types_, serving_.resolvers_, mock_ ? &*mock_ : nullptr);
    return projection(prepared, all, inputs_).run(root);
}

const language::operation& select_operation(const language::document& doc, std::string_view name) {
    if (doc.operations.empty()) refuse_operation("Must provide an operation.");
    if (name.empty()) {
        if (doc.operations.size() > 1)
            refuse_operation("Must provide operation name if query contains multiple operations.");
        return doc.operations.front();
    }
    for (const auto& op : doc.operations)
        if (op.name.text == name) return op;
    refuse_operation("Unknown operation named " + in_quotes(name) + ".");
}

} // namespace corogql::testing
