#include "language/introspection/introspection.hpp"

#include "language/schema/applied.hpp"
#include "language/schema/built_in.hpp"
#include "language/schema/default_value.hpp"

#include <cstdio>
#include <unordered_set>

namespace corogql::language {

namespace {

const type_definition& built_in_or(const type_definition& written) {
    for (const auto& type : built_in_definitions().types)
        if (type.name.text == written.name.text) return type;
    return written;
}

/// Gathers all types in the reference implementation's order: those that were defined, each followed by the built-in
/// ones that it names first.
class type_order {
public:
    explicit type_order(const schema& of) : schema_(of) {}

    schema::types all() {
        for (const auto* type : schema_.defined_types()) seen_.insert(type->name.text);
        for (const auto* type : schema_.defined_types()) {
            order_.push_back(&built_in_or(*type));
            names_in(*order_.back());
        }
        for (const auto* directive : schema_.directives())
            for (const auto& one : directive->arguments) name(one.type.name);
        name("__Schema");
        return std::move(order_);
    }

private:
    /// Recursion ends with the built-in types, each of which is seen once.
    void name(std::string_view type_name) {
        const auto* type = schema_.find(type_name);
        if (!type || !seen_.insert(type_name).second) return;
        order_.push_back(type);
        names_in(*type);
    }

    void names_in(const type_definition& type) {
        for (const auto& one : type.members) name(one.text);
        for (const auto& one : type.interfaces) name(one.text);
        for (const auto& field : type.fields) {
            name(field.type.name);
            for (const auto& one : field.arguments) name(one.type.name);
        }
        for (const auto& one : type.inputs) name(one.type.name);
    }

    const schema& schema_;
    std::unordered_set<std::string_view> seen_;
    schema::types order_;
};

class introspection_writer {
public:
    explicit introspection_writer(const schema& what) : schema_(what), defaults_(what) {}

    std::string write() {
        out_ += "{\"__schema\":{";
        describe(schema_.description());
        root("queryType", operation_kind::query);
        root("mutationType", operation_kind::mutation);
        root("subscriptionType", operation_kind::subscription);
        key("types");
        list(type_order(schema_).all(), [&](const type_definition* one) { type(*one); });
        key("directives");
        list(schema_.directives(), [&](const directive_definition* one) { directive(*one); });
        out_ += "}}";
        return std::move(out_);
    }

private:
    void text(std::string_view what) {
        out_ += '"';
        for (const char c : what) {
            if (c == '"' || c == '\\') {
                out_ += '\\';
                out_ += c;
            } else if (static_cast<unsigned char>(c) < 0x20) {
                char escaped[8];
                std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
                out_ += escaped;
            } else {
                out_ += c;
            }
        }
        out_ += '"';
    }

    void key(std::string_view name) {
        if (out_.back() != '{') out_ += ',';
        out_.append("\"").append(name).append("\":");
    }

    void member(std::string_view name, std::optional<std::string_view> value) {
        key(name);
        if (value)
            text(*value);
        else
            out_ += "null";
    }

    void flag(std::string_view name, bool value) {
        key(name);
        out_ += value ? "true" : "false";
    }

    void describe(const std::optional<description>& what) {
        member("description", what ? std::optional(what->text) : std::nullopt);
    }

    void deprecated(const directives& applied) {
        const auto reason = deprecation_reason(applied);
        flag("isDeprecated", reason.has_value());
        member("deprecationReason", reason);
    }

    template <class Items, class Write>
    void list(const Items& items, const Write& write_item) {
        out_ += '[';
        for (const auto& item : items) {
            if (out_.back() != '[') out_ += ',';
            write_item(item);
        }
        out_ += ']';
    }

    template <class Items, class Write>
    void list_if(bool has, std::string_view name, const Items& items, const Write& write_item) {
        key(name);
        if (has)
            list(items, write_item);
        else
            out_ += "null";
    }

    static std::string_view kind_of(const type_definition* type) {
        constexpr std::string_view kinds[]{"SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT"};
        return kinds[static_cast<std::size_t>(type ? type->kind : type_kind::scalar)];
    }

    void root(std::string_view name, operation_kind kind) {
        const auto* type = schema_.root(kind);
        key(name);
        if (!type) {
            out_ += "null";
            return;
        }
        out_ += '{';
        member("name", type->name.text);
        member("kind", kind_of(type));
        out_ += '}';
    }

    void reference(std::string_view name) {
        out_ += '{';
        member("kind", kind_of(schema_.find(name)));
        member("name", name);
        out_ += ",\"ofType\":null}";
    }

    void reference(const type_reference& type) {
        if (!type.is_list() && !type.non_null()) return reference(type.name);
        out_ += '{';
        member("kind", type.non_null() ? "NON_NULL" : "LIST");
        member("name", std::nullopt);
        key("ofType");
        reference(type.non_null() ? type.nullable() : type.item());
        out_ += '}';
    }

    void inputs(const std::vector<input_definition>& all) {
        list(all, [&](const input_definition& one) {
            out_ += '{';
            member("name", one.name.text);
            describe(one.description);
            key("type");
            reference(one.type);
            member("defaultValue", defaults_.of(one));
            deprecated(one.directives);
            out_ += '}';
        });
    }

    void field(const field_definition& what) {
        out_ += '{';
        member("name", what.name.text);
        describe(what.description);
        key("args");
        inputs(what.arguments);
        key("type");
        reference(what.type);
        deprecated(what.directives);
        out_ += '}';
    }

    void type(const type_definition& what) {
        const bool has_fields = what.kind == type_kind::object || what.kind == type_kind::interface;
        out_ += '{';
        member("kind", kind_of(&what));
        member("name", what.name.text);
        describe(what.description);
        member("specifiedByURL", what.kind == type_kind::scalar ? specified_by(what.directives) : std::nullopt);
        if (what.kind == type_kind::input)
            flag("isOneOf", is_one_of(what.directives));
        else
            member("isOneOf", std::nullopt);
        list_if(has_fields, "fields", what.fields, [&](const field_definition& one) { field(one); });
        key("inputFields");
        if (what.kind == type_kind::input)
            inputs(what.inputs);
        else
            out_ += "null";
        list_if(has_fields, "interfaces", what.interfaces, [&](const identifier& one) { reference(one.text); });
        list_if(what.kind == type_kind::enumeration, "enumValues", what.values, [&](const enum_value_definition& one) {
            out_ += '{';
            member("name", one.name.text);
            describe(one.description);
            deprecated(one.directives);
            out_ += '}';
        });
        if (what.kind == type_kind::union_type)
            list_if(true, "possibleTypes", what.members, [&](const identifier& one) { reference(one.text); });
        else
            list_if(what.kind == type_kind::interface, "possibleTypes", schema_.possible_types(what),
                    [&](const type_definition* one) { reference(one->name.text); });
        out_ += '}';
    }

    void directive(const directive_definition& what) {
        out_ += '{';
        member("name", what.name.text);
        describe(what.description);
        flag("isRepeatable", what.repeatable);
        key("locations");
        list(what.locations, [&](const identifier& one) { text(one.text); });
        key("args");
        inputs(what.arguments);
        out_ += '}';
    }

    const schema& schema_;
    default_texts defaults_;
    std::string out_;
};

} // namespace

std::string to_introspection(const schema& what) { return introspection_writer(what).write(); }

} // namespace corogql::language
