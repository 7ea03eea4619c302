#include "language/schema/schema.hpp"

#include "language/schema/built_in.hpp"

#include <algorithm>
#include <unordered_set>

namespace corogql::language {

namespace {

template <class T>
void append(std::vector<T>& all, const std::vector<T>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

void extend(type_definition& type, const type_definition& by) {
    append(type.interfaces, by.interfaces);
    append(type.directives, by.directives);
    append(type.fields, by.fields);
    append(type.inputs, by.inputs);
    append(type.values, by.values);
    append(type.members, by.members);
}

const schema::types& found(const std::unordered_map<const type_definition*, schema::types>& map,
                           const type_definition& type) {
    static const schema::types none;
    const auto at = map.find(&type);
    return at == map.end() ? none : at->second;
}

bool holds(const schema::types& types, const type_definition& type) {
    return std::find(types.begin(), types.end(), &type) != types.end();
}

} // namespace

schema::schema(document definitions) : definitions_(std::move(definitions)) {
    add_types();
    add_roots();
    add_possible_types();
    for (const auto& one : definitions_.directive_definitions)
        if (directives_by_name_.try_emplace(one.name.text, &one).second) defined_directives_.push_back(&one);
    directives_ = defined_directives_;
    for (const auto& one : built_in_definitions().directive_definitions)
        if (directives_by_name_.try_emplace(one.name.text, &one).second) directives_.push_back(&one);
}

void schema::add_types() {
    std::unordered_map<std::string_view, std::vector<const type_definition*>> extensions;
    for (const auto& one : definitions_.types)
        if (one.extension) extensions[one.name.text].push_back(&one);
    const auto add = [&](const type_definition& written) {
        if (by_name_.contains(written.name.text)) return false;
        const auto* type = &written;
        if (const auto by = extensions.find(written.name.text); by != extensions.end()) {
            auto& whole = extended_.emplace_back(written);
            for (const auto* one : by->second)
                if (one->kind == whole.kind) extend(whole, *one);
            type = &whole;
        }
        by_name_.emplace(written.name.text, type);
        return true;
    };
    for (const auto& one : definitions_.types)
        if (!one.extension && add(one)) defined_types_.push_back(find(one.name.text));
    for (const auto& one : built_in_definitions().types) add(one);
}

void schema::add_roots() {
    for (const auto& one : definitions_.schemas) {
        if (!one.extension) {
            has_definition_ = true;
            description_ = one.description;
        }
        append(applied_directives_, one.directives);
        for (const auto& root : one.roots) {
            auto& name = roots_[static_cast<std::size_t>(root.kind)];
            if (name.empty()) name = root.type.text;
        }
    }
    if (has_definition_) return;
    constexpr std::string_view usual[]{"Query", "Mutation", "Subscription"};
    for (std::size_t i = 0; i < 3; ++i)
        if (roots_[i].empty() && by_name_.contains(usual[i])) roots_[i] = usual[i];
}

void schema::add_possible_types() {
    const auto add = [&](const type_definition& type) {
        for (const auto& name : type.interfaces) {
            const auto* of = find(name.text);
            if (!of || of->kind != type_kind::interface) continue;
            auto& implementations = implementations_[of];
            if (!implementations.empty() && implementations.back() == &type) continue; // it was named twice
            implementations.push_back(&type);
            if (type.kind == type_kind::object) possible_types_[of].push_back(&type);
        }
        if (type.kind == type_kind::object) possible_types_[&type] = {&type};
        std::unordered_set<const type_definition*> members;
        for (const auto& name : type.members) {
            const auto* member = find(name.text);
            if (member && member->kind == type_kind::object && members.insert(member).second)
                possible_types_[&type].push_back(member);
        }
    };
    for (const auto* type : defined_types_) add(*type);
    for (const auto& type : built_in_definitions().types)
        if (find(type.name.text) == &type) add(type);
}

const type_definition* schema::find(std::string_view name) const noexcept {
    const auto at = by_name_.find(name);
    return at == by_name_.end() ? nullptr : at->second;
}

const type_definition* schema::root(operation_kind kind) const noexcept {
    return find(roots_[static_cast<std::size_t>(kind)]);
}

const directive_definition* schema::find_directive(std::string_view name) const noexcept {
    const auto at = directives_by_name_.find(name);
    return at == directives_by_name_.end() ? nullptr : at->second;
}

const field_definition* schema::field(const type_definition& parent, std::string_view name) const noexcept {
    if (name.starts_with("__") && parent.is_composite())
        if (const auto* meta = meta_field(name, &parent == root(operation_kind::query))) return meta;
    return parent.field(name);
}

const schema::types& schema::possible_types(const type_definition& type) const noexcept {
    return found(possible_types_, type);
}

const schema::types& schema::implementations(const type_definition& interface_type) const noexcept {
    return found(implementations_, interface_type);
}

bool schema::is_subtype(const type_definition& abstract_type, const type_definition& type) const noexcept {
    return abstract_type.kind == type_kind::interface ? holds(implementations(abstract_type), type)
                                                      : holds(possible_types(abstract_type), type);
}

bool schema::overlap(const type_definition& left, const type_definition& right) const noexcept {
    if (&left == &right) return true;
    const auto& others = possible_types(right);
    const auto& ours = possible_types(left);
    return std::any_of(ours.begin(), ours.end(), [&](const type_definition* one) { return holds(others, *one); });
}

} // namespace corogql::language
