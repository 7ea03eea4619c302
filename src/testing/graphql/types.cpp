#include "testing/graphql/types.hpp"

#include "testing/graphql/parser.hpp"

namespace corogql::testing {

namespace {

class schema_parser : parser_base {
public:
    using parser_base::parser_base;

    std::optional<type_definition> next() {
        skip_description();
        if (at_end()) return std::nullopt;
        type_definition result;
        const auto word = name();
        result.name = name();
        if (word == "scalar") return result;
        expect("{");
        if (word == "type") {
            result.kind = type_definition::type::object;
            while (!take_if("}")) result.fields.push_back(field());
        } else if (word == "input") {
            result.kind = type_definition::type::input;
            while (!take_if("}")) result.inputs.push_back(input());
        } else if (word == "enum") {
            result.kind = type_definition::type::enumeration;
            while (!take_if("}")) result.values.push_back(name());
        } else {
            unexpected();
        }
        return result;
    }

private:
    void skip_description() {
        if (token_.kind == token::type::string) take();
    }

    field_definition field() {
        skip_description();
        field_definition result;
        result.name = name();
        if (take_if("("))
            while (!take_if(")")) result.arguments.push_back(input());
        expect(":");
        result.type = type();
        return result;
    }

    input_definition input() {
        skip_description();
        input_definition result;
        result.name = name();
        expect(":");
        result.type = type();
        if (take_if("=")) result.default_value = value(true);
        return result;
    }
};

} // namespace

const field_definition* type_definition::field(std::string_view wanted) const noexcept {
    for (const auto& one : fields)
        if (one.name == wanted) return &one;
    return nullptr;
}

type_system type_system::parse(std::string_view schema) {
    type_system result;
    for (const auto* name : {"Int", "Float", "String", "Boolean", "ID"}) result.types_[name].name = name;
    schema_parser parser(schema);
    while (auto type = parser.next()) {
        auto name = type->name;
        result.types_.insert_or_assign(std::move(name), std::move(*type));
    }
    return result;
}

const type_definition* type_system::find(std::string_view name) const noexcept {
    const auto found = types_.find(name);
    return found == types_.end() ? nullptr : &found->second;
}

const type_definition* type_system::innermost(const type_reference& type) const noexcept {
    return type.is_list() ? innermost(type.item.front()) : find(type.name);
}

std::string root_type_name(std::string_view operation_type) {
    return operation_type == "query" ? "Query" : operation_type == "mutation" ? "Mutation" : "Subscription";
}

} // namespace corogql::testing
