#include "codegen/inputs.hpp"

#include "codegen/claims.hpp"
#include "language/coordinate.hpp"
#include "language/schema/applied.hpp"
#include "language/syntax/print.hpp"

#include <algorithm>
#include <set>

namespace corogql::codegen {

namespace {

std::string with_default(std::string comment, const std::optional<language::value>& value) {
    if (!value) return comment;
    if (!comment.empty()) comment += '\n';
    return comment + "Default, of the server: `" + language::print(*value) + "`.";
}

} // namespace

void inputs::need(const definition& type) {
    if (type.kind != language::type_kind::input) return;
    if (std::find(needed_.begin(), needed_.end(), &type) != needed_.end()) return;
    needed_.push_back(&type);
    for (const auto& field : type.inputs) need(*types_.schema().find(field.type));
}

bool inputs::reaches(const definition& from, const definition& to) const {
    std::set<const definition*> seen;
    std::vector<const definition*> open{&from};
    while (!open.empty()) {
        const auto* one = open.back();
        open.pop_back();
        if (one == &to) return true;
        if (one->kind != language::type_kind::input || !seen.insert(one).second) continue;
        for (const auto& field : one->inputs)
            if (!field.type.is_list()) open.push_back(types_.schema().find(field.type));
    }
    return false;
}

cpp_type inputs::named(const language::type_reference& type, const definition* within) {
    const auto& found = *types_.schema().find(type);
    if (found.kind != language::type_kind::input) return types_.leaf(found);
    need(found);
    const auto name = cpp_name(found.name.text);
    // A list of what is not whole yet is fine, but it cannot hold itself.
    if (within && !type.is_list() && reaches(found, *within))
        return {"corogql::boxed<" + name + ">", "typed::boxed_object"};
    return {name, "typed::object"};
}

template <class Definition>
cpp_input inputs::made(const Definition& from, std::string name, const definition* within) {
    cpp_input result;
    result.key = from.name.text;
    result.name = std::move(name);
    result.type = types_.wrapped(from.type.required(), named(from.type, within));
    result.required = from.type.non_null() && !from.default_value;
    result.nullable = !from.type.non_null();
    if (from.description) result.comment = from.description->text;
    result.comment = with_default(std::move(result.comment), from.default_value);
    if (const auto reason = language::deprecation_reason(from.directives)) result.deprecated = *reason;
    return result;
}

std::vector<cpp_input> inputs::variables(const language::operation& of) {
    std::vector<cpp_input> all;
    claims names(faults_);
    for (const auto& one : of.variables) {
        auto name = member_name(one.name.text, types_.how());
        if (name == "Data" || name == "Item" || name == cpp_name(of.name.text)) name += '_';
        names.claim(name, "$" + std::string(one.name.text), one.where);
        all.push_back(made(one, std::move(name), nullptr));
    }
    return all;
}

std::vector<cpp_input_object> inputs::objects() {
    std::vector<cpp_input_object> all;
    std::set<const definition*> done;
    const auto add = [&](const auto& self, const definition& type) -> void {
        if (type.kind != language::type_kind::input || !done.insert(&type).second) return;
        for (const auto& field : type.inputs) {
            const auto& inner = *types_.schema().find(field.type);
            if (field.type.is_list() || !reaches(inner, type)) self(self, inner);
        }
        cpp_input_object made_of;
        made_of.name = cpp_name(type.name.text);
        if (type.description) made_of.comment = type.description->text;
        made_of.one_of = language::is_one_of(type.directives);
        claims names(faults_);
        for (const auto& field : type.inputs) {
            auto name = types_.member(type, field.name.text, field.name.text);
            if (name == made_of.name) name += '_';
            names.claim(name, language::member_coordinate(type.name.text, field.name.text), field.where);
            made_of.fields.push_back(made(field, std::move(name), &type));
        }
        all.push_back(std::move(made_of));
    };
    for (std::size_t i = 0; i < needed_.size(); ++i) add(add, *needed_[i]);
    return all;
}

} // namespace corogql::codegen
