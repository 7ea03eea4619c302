#include "language/coordinate.hpp"
#include "language/schema/checks/checks.hpp"
#include "language/schema/checks/directive_check.hpp"
#include "language/schema/checks/known_types.hpp"
#include "language/syntax/repeated_names.hpp"

namespace corogql::language {

namespace {

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

/// Walks through definitions in the order in which the reference implementation's rules see them.
class definitions_check {
public:
    definitions_check(const document& what, findings& found)
        : document_(what), found_(found), types_(what, found), directives_(what, found) {}

    void run() {
        std::size_t schemas = 0, types = 0, directive_definitions = 0;
        for (const auto one : document_.order) {
            if (found_.full()) return;
            if (one == document::definition::schema) schema(document_.schemas[schemas++]);
            if (one == document::definition::type) type(document_.types[types++]);
            if (one == document::definition::directive)
                directive(document_.directive_definitions[directive_definitions++]);
        }
    }

private:
    using names = std::unordered_map<std::string_view, place>;

    void report(fault how_bad, std::string_view rule, std::string message, const std::vector<place>& where) {
        found_.add(how_bad, rule, std::move(message), where);
    }

    void schema(const schema_definition& what) {
        if (!what.extension) {
            if (schema_defined_)
                report(fault::tolerable, "LoneSchemaDefinition", "Must provide only one schema definition.",
                       {what.where});
            schema_defined_ = true;
        }
        for (const auto& root : what.roots) {
            auto& first = roots_[static_cast<std::size_t>(root.kind)];
            if (first)
                report(fault::tolerable, "UniqueOperationTypes",
                       "There can be only one " + std::string(text_of(root.kind)) + " type in schema.",
                       {*first, root.where});
            else
                first = root.where;
        }
        directives_.unique(what.directives, directives_of_schema_);
        directives_.applied(what.directives, "SCHEMA");
        for (const auto& root : what.roots) types_.known(root.type.text, root.type.where);
    }

    void type(const type_definition& what) {
        const auto name = what.name.text;
        if (!what.extension) {
            const auto [first, added] = type_names_.emplace(name, what.name.where);
            if (!added)
                report(fault::fatal, "UniqueTypeNames", "There can be only one type named " + in_quotes(name) + '.',
                       {first->second, what.name.where});
        }
        if (what.kind == type_kind::enumeration)
            members(value_names_, "UniqueEnumValueNames", "Enum value ", name, what.values);
        if (what.kind == type_kind::input)
            members(field_names_, "UniqueFieldDefinitionNames", "Field ", name, what.inputs);
        members(field_names_, "UniqueFieldDefinitionNames", "Field ", name, what.fields);
        for (const auto& field : what.fields)
            unique_arguments(member_coordinate(name, field.name.text), field.arguments);
        directives_.unique(what.directives, directives_of_types_[name]);
        if (what.extension) types_.extended(what);

        for (const auto& one : what.interfaces) types_.known(one.text, one.where);
        constexpr std::string_view locations[]{"SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT"};
        directives_.applied(what.directives, locations[static_cast<std::size_t>(what.kind)]);
        for (const auto& one : what.members) types_.known(one.text, one.where);
        for (const auto& field : what.fields) {
            directives_.unique(field.directives);
            for (const auto& one : field.arguments) input(one, "ARGUMENT_DEFINITION");
            types_.known(field.type.name, field.type.name_where);
            directives_.applied(field.directives, "FIELD_DEFINITION");
        }
        for (const auto& field : what.inputs) input(field, "INPUT_FIELD_DEFINITION");
        for (const auto& one : what.values) {
            directives_.unique(one.directives);
            directives_.applied(one.directives, "ENUM_VALUE");
        }
    }

    void directive(const directive_definition& what) {
        unique_arguments(directive_coordinate(what.name.text), what.arguments);
        const auto [first, added] = directive_names_.emplace(what.name.text, what.name.where);
        if (!added)
            report(fault::tolerable, "UniqueDirectiveNames",
                   "There can be only one directive named \"@" + std::string(what.name.text) + "\".",
                   {first->second, what.name.where});
        for (const auto& one : what.arguments) input(one, "ARGUMENT_DEFINITION");
    }

    void input(const input_definition& what, std::string_view location) {
        directives_.unique(what.directives);
        types_.known(what.type.name, what.type.name_where);
        if (what.default_value) directives_.unique_fields(*what.default_value);
        directives_.applied(what.directives, location);
    }

    template <class Items>
    void members(std::unordered_map<std::string_view, names>& all, std::string_view rule, const char* kind,
                 std::string_view type, const Items& items) {
        if (items.empty()) return;
        auto& known = all[type];
        for (const auto& item : items) {
            const auto [first, added] = known.emplace(item.name.text, item.name.where);
            if (!added)
                report(fault::tolerable, rule,
                       kind + in_quotes(member_coordinate(type, item.name.text)) + " can only be defined once.",
                       {first->second, item.name.where});
        }
    }

    void unique_arguments(const std::string& of, const std::vector<input_definition>& all) {
        for (const auto& [name, where] : repeated_names(all))
            report(fault::tolerable, "UniqueArgumentDefinitionNames",
                   "Argument " + in_quotes(argument_coordinate(of, name)) + " can only be defined once.", where);
    }

    const document& document_;
    findings& found_;
    known_types types_;
    directive_check directives_;
    bool schema_defined_ = false;
    std::optional<place> roots_[3];
    names type_names_, directive_names_;
    std::unordered_map<std::string_view, names> value_names_, field_names_;
    directive_check::seen directives_of_schema_;
    std::unordered_map<std::string_view, directive_check::seen> directives_of_types_;
};

} // namespace

void check_definitions(const document& what, findings& found) { definitions_check(what, found).run(); }

} // namespace corogql::language
