#include "language/schema/schema.hpp"

#include "language/schema/built_in.hpp"

#include <algorithm>
#include <numeric>
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

/// Shorter lists are searched as fast as an index is.
constexpr std::size_t short_list = 16;

template <class Node>
bool has_repeated(const std::vector<Node>& nodes) {
    if (nodes.size() > short_list) {
        std::unordered_set<std::string_view> seen;
        return !std::all_of(nodes.begin(), nodes.end(),
                            [&](const Node& one) { return seen.insert(one.name.text).second; });
    }
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (auto j = i + 1; j < nodes.size(); ++j)
            if (nodes[i].name.text == nodes[j].name.text) return true;
    return false;
}

bool has_repeated(const type_definition& type) {
    return has_repeated(type.fields) || has_repeated(type.inputs) || has_repeated(type.values) ||
           std::any_of(type.fields.begin(), type.fields.end(),
                       [](const field_definition& one) { return has_repeated(one.arguments); });
}

/// Keeps the last of what stands twice under one name, in the place of the first.
template <class Node>
void settle(std::vector<Node>& nodes) {
    if (!has_repeated(nodes)) return;
    std::unordered_map<std::string_view, std::size_t> index;
    std::vector<Node> kept;
    for (auto& one : nodes) {
        const auto [at, added] = index.emplace(one.name.text, kept.size());
        if (added)
            kept.push_back(std::move(one));
        else
            kept[at->second] = std::move(one);
    }
    nodes = std::move(kept);
}

void settle(type_definition& type) {
    settle(type.fields);
    settle(type.inputs);
    settle(type.values);
    for (auto& one : type.fields) settle(one.arguments);
}

template <class Node>
void make_index(const std::vector<Node>& nodes, name_index& by_name) {
    by_name.clear();
    if (nodes.size() <= short_list) return;
    by_name.resize(nodes.size());
    std::iota(by_name.begin(), by_name.end(), std::uint32_t{0});
    std::sort(by_name.begin(), by_name.end(),
              [&](std::uint32_t left, std::uint32_t right) { return nodes[left].name.text < nodes[right].name.text; });
}

void make_indexes(type_definition& type) {
    make_index(type.fields, type.fields_by_name);
    make_index(type.inputs, type.inputs_by_name);
    make_index(type.values, type.values_by_name);
    for (auto& one : type.fields) make_index(one.arguments, one.arguments_by_name);
}

bool holds(const schema::types& types, const type_definition& type) {
    return std::find(types.begin(), types.end(), &type) != types.end();
}

} // namespace

schema::schema(document definitions) : definitions_(std::move(definitions)) {
    add_types();
    add_roots();
    add_possible_types();
    add_directives();
    note_scalars();
}

void schema::add_directives() {
    for (auto& written : definitions_.directive_definitions) {
        auto* one = &written;
        if (has_repeated(one->arguments)) {
            one = &settled_directives_.emplace_back(written);
            settle(one->arguments);
        }
        make_index(one->arguments, one->arguments_by_name);
        if (directives_by_name_.try_emplace(one->name.text, one).second) defined_directives_.push_back(one);
    }
    directives_ = defined_directives_;
    for (const auto& one : built_in_definitions().directive_definitions)
        if (directives_by_name_.try_emplace(one.name.text, &one).second) directives_.push_back(&one);
}

/// Introspection needs String and Boolean.
void schema::note_scalars() {
    unused_scalars_ = {"Int", "Float", "ID"};
    const auto note = [&](const auto& inputs) {
        for (const auto& one : inputs) unused_scalars_.erase(one.type.name);
    };
    for (const auto* type : defined_types_) {
        unused_scalars_.erase(type->name.text); // it was written down
        note(type->inputs);
        note(type->fields);
        for (const auto& field : type->fields) note(field.arguments);
        if (unused_scalars_.empty()) return;
    }
    for (const auto* one : directives_) note(one->arguments);
}

void schema::add_types() {
    std::unordered_map<std::string_view, std::vector<const type_definition*>> extensions;
    for (const auto& one : definitions_.types)
        if (one.extension) extensions[one.name.text].push_back(&one);
    const auto settled = [&](const type_definition& written) -> type_definition* {
        const auto by = extensions.find(written.name.text);
        if (by == extensions.end() && !has_repeated(written)) return nullptr;
        auto& whole = settled_.emplace_back(written);
        if (by != extensions.end())
            for (const auto* one : by->second)
                if (one->kind == whole.kind) extend(whole, *one);
        settle(whole);
        return &whole;
    };
    for (auto& written : definitions_.types) {
        if (written.extension || by_name_.contains(written.name.text)) continue;
        auto* type = settled(written);
        if (!type) type = &written;
        make_indexes(*type);
        by_name_.emplace(type->name.text, type);
        defined_types_.push_back(type);
    }
    for (const auto& written : built_in_definitions().types) {
        if (by_name_.contains(written.name.text)) continue;
        const auto* type = settled(written);
        by_name_.emplace(written.name.text, type ? type : &written);
    }
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

bool schema::has(std::string_view name) const noexcept {
    return by_name_.contains(name) && !unused_scalars_.contains(name);
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
