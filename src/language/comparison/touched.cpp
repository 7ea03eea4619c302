#include "language/comparison/touched.hpp"

#include "language/coordinate.hpp"

#include <algorithm>

namespace corogql::language {

namespace {

/// Values and selections nest no deeper than the parser lets them.
class touching {
public:
    explicit touching(const schema& of) : schema_(of) {}

    void add(const operation& one) {
        for (const auto& variable : one.variables) {
            if (const auto* type = type_of(variable.type)) whole(*type);
            if (variable.default_value) literal(variable.type, *variable.default_value);
            applied(variable.directives);
        }
        applied(one.directives);
        const auto* root = schema_.root(one.kind);
        if (root) all.emplace(root->name.text);
        selections(one.selections, root);
    }

    void add(const fragment& one) {
        applied(one.directives);
        selections(one.selections, type_named(one.type_condition.text));
    }

    std::unordered_set<std::string> all;

private:
    const type_definition* type_named(std::string_view name) {
        const auto* type = schema_.find(name);
        if (type) all.emplace(name);
        return type;
    }
    const type_definition* type_of(const type_reference& type) { return type_named(type.name); }

    void selections(const std::vector<selection>& in, const type_definition* of) {
        for (const auto& one : in) {
            applied(one.directives);
            switch (one.kind) {
            case selection::type::spread: break; // the fragment is looked at where it stands
            case selection::type::inline_fragment:
                selections(one.selections, one.type_condition ? type_named(one.type_condition->text) : of);
                break;
            case selection::type::field:
                if (of) field(one, *of);
            }
        }
    }

    void field(const selection& one, const type_definition& of) {
        const auto* definition = schema_.field(of, one.name.text);
        if (!definition) return;
        auto coordinate = member_coordinate(of.name.text, one.name.text);
        arguments(coordinate, one.arguments, *definition);
        all.insert(std::move(coordinate));
        selections(one.selections, type_of(definition->type));
    }

    void applied(const directives& here) {
        for (const auto& one : here) {
            const auto* definition = schema_.find_directive(one.name.text);
            if (!definition) continue;
            auto coordinate = directive_coordinate(one.name.text);
            arguments(coordinate, one.arguments, *definition);
            all.insert(std::move(coordinate));
        }
    }

    template <class Definition>
    void arguments(const std::string& of, const std::vector<argument>& given, const Definition& defined) {
        for (const auto& one : given) {
            const auto* definition = defined.argument(one.name.text);
            if (!definition) continue;
            all.insert(argument_coordinate(of, one.name.text));
            literal(definition->type, one.value);
        }
    }

    void literal(const type_reference& reference, const value& given) {
        if (given.kind == value::type::list) {
            for (const auto& item : given.items) literal(reference, item);
            return;
        }
        const auto* type = type_of(reference);
        if (!type) return;
        if (given.kind == value::type::enumeration && type->kind == type_kind::enumeration)
            all.insert(member_coordinate(reference.name, given.text));
        if (given.kind != value::type::object || type->kind != type_kind::input) return;
        for (const auto& member : given.fields) {
            const auto* input = type->input(member.name.text);
            if (!input) continue;
            all.insert(member_coordinate(reference.name, member.name.text));
            literal(input->type, member.value);
        }
    }

    /// Adds all that values of an input type may have in them.
    void whole(const type_definition& type) {
        std::vector<const type_definition*> waiting{&type};
        while (!waiting.empty()) {
            const auto* one = waiting.back();
            waiting.pop_back();
            if (!whole_.insert(one).second) continue;
            all.emplace(one->name.text);
            for (const auto& value : one->values) all.insert(member_coordinate(one->name.text, value.name.text));
            for (const auto& input : one->inputs) {
                all.insert(member_coordinate(one->name.text, input.name.text));
                if (const auto* inner = schema_.find(input.type)) waiting.push_back(inner);
            }
        }
    }

    const schema& schema_;
    std::unordered_set<const type_definition*> whole_;
};

} // namespace

std::unordered_set<std::string> touched(const schema& of, const document& by) {
    touching found(of);
    for (const auto& one : by.operations) found.add(one);
    for (const auto& one : by.fragments) found.add(one);
    return std::move(found.all);
}

void keep_touched(std::vector<change>& all, const std::unordered_set<std::string>& by) {
    std::erase_if(all, [&](const change& one) { return !by.contains(one.reaches); });
}

} // namespace corogql::language
