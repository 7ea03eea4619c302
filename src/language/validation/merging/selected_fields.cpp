#include "language/validation/merging/selected_fields.hpp"

#include "language/syntax/string_value.hpp"

#include <algorithm>

namespace corogql::language::validation {

namespace {

void write_comparable(std::string& out, const value& what) {
    out += static_cast<char>('a' + static_cast<int>(what.kind));
    if (what.kind == value::type::list) {
        out += '[';
        for (const auto& one : what.items) write_comparable(out, one);
        out += ']';
    } else if (what.kind == value::type::object) {
        std::vector<const object_field*> fields;
        for (const auto& one : what.fields) fields.push_back(&one);
        std::sort(fields.begin(), fields.end(), [](const object_field* one, const object_field* other) {
            return one->name.text != other->name.text ? one->name.text < other->name.text : one < other;
        });
        out += '{';
        for (const auto* one : fields) {
            out.append(one->name.text).append(":");
            write_comparable(out, one->value);
        }
        out += '}';
    } else {
        out += what.block ? '|' : ' ';
        out += print_string(what.text);
    }
}

} // namespace

selected_field field_of(const selection& node, const type_definition* parent) {
    return {&node, parent, parent ? parent->field(node.name.text) : nullptr};
}

bool never_together(const type_definition* left, const type_definition* right) noexcept {
    return left != right && left && right && left->kind == type_kind::object && right->kind == type_kind::object;
}

bool types_conflict(const schema& in, const type_reference& left, const type_reference& right) noexcept {
    if (left.lists != right.lists || left.non_nulls != right.non_nulls) return true;
    if (left.name == right.name) return false;
    const auto *one = in.find(left), *other = in.find(right);
    return !one || !other || one->is_leaf() || other->is_leaf();
}

bool argument_comparison::same(const selection& left, const selection& right) {
    if (left.arguments.size() != right.arguments.size()) return false;
    if (left.arguments.empty()) return true;
    const auto &ours = texts_of(left), &theirs = texts_of(right);
    if (!ours.repeated()) return ours.by_name == theirs.by_name;
    return std::all_of(left.arguments.begin(), left.arguments.end(), [&](const argument& one) {
        const auto at = theirs.by_name.find(one.name.text);
        std::string text;
        write_comparable(text, one.value);
        return at != theirs.by_name.end() && at->second == text;
    });
}

const argument_texts& argument_comparison::texts_of(const selection& field) {
    const auto [at, added] = texts_.try_emplace(&field);
    if (added) {
        at->second.count = field.arguments.size();
        for (const auto& one : field.arguments) {
            auto& text = at->second.by_name[one.name.text];
            text.clear();
            write_comparable(text, one.value);
        }
    }
    return at->second;
}

} // namespace corogql::language::validation
