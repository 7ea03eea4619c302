#include "codegen/extensions.hpp"

#include "language/coordinate.hpp"

#include <algorithm>

namespace corogql::codegen {

namespace {

const language::directive* cpp_of(const language::directives& applied) { return language::find(applied, "cpp"); }

std::string text_of(const language::directive& said, std::string_view name) {
    const auto* found = said.find(name);
    return found ? std::string(found->value.text) : std::string();
}

cpp_directive read(const language::directive& said) {
    cpp_directive result;
    result.type = text_of(said, "type");
    result.codec = text_of(said, "codec");
    result.include = text_of(said, "include");
    result.name = text_of(said, "name");
    result.closed = text_of(said, "closed") == "true";
    return result;
}

template <class Members>
void add_members(std::map<std::string, cpp_directive>& to, std::string_view type, const Members& members) {
    for (const auto& one : members)
        if (const auto* said = cpp_of(one.directives))
            to.insert_or_assign(language::member_coordinate(type, one.name.text), read(*said));
}

template <class Member>
void take(std::map<std::string, cpp_directive>& to, std::string_view type, std::vector<Member>& from,
          const std::vector<Member>& known) {
    std::erase_if(from, [&](const Member& one) {
        const auto same = [&](const Member& each) { return each.name.text == one.name.text; };
        if (!cpp_of(one.directives) || std::none_of(known.begin(), known.end(), same)) return false;
        to.insert_or_assign(language::member_coordinate(type, one.name.text), read(*cpp_of(one.directives)));
        return true;
    });
}

bool says_nothing(const language::type_definition& one) {
    return one.extension && one.fields.empty() && one.inputs.empty() && one.values.empty() && one.members.empty() &&
           one.interfaces.empty() && one.directives.empty();
}

} // namespace

std::map<std::string, cpp_directive> take_repeated_fields(language::document& extensions,
                                                          const language::document& schema) {
    std::map<std::string, cpp_directive> said;
    for (auto& one : extensions.types)
        for (const auto& known : schema.types) {
            if (!one.extension || known.name.text != one.name.text) continue;
            take(said, one.name.text, one.fields, known.fields);
            take(said, one.name.text, one.inputs, known.inputs);
        }
    // The order counts types, so that it shrinks with them.
    const auto before = extensions.types.size();
    std::erase_if(extensions.types, says_nothing);
    for (auto left = before - extensions.types.size(); left > 0; --left)
        extensions.order.erase(
            std::find(extensions.order.begin(), extensions.order.end(), language::document::definition::type));
    return said;
}

void add_said(std::map<std::string, cpp_directive>& to, const language::schema& of) {
    for (const auto* type : of.defined_types()) {
        if (const auto* said = cpp_of(type->directives)) to.insert_or_assign(std::string(type->name.text), read(*said));
        add_members(to, type->name.text, type->fields);
        add_members(to, type->name.text, type->inputs);
    }
}

} // namespace corogql::codegen
