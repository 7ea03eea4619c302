#include "codegen/emit/structs.hpp"

#include "codegen/names.hpp"

#include <algorithm>

namespace corogql::codegen {

namespace {

/// Returns what a member is before it was read.
std::string initializer(const cpp_type& type) {
    if (type.name == "bool") return " = false";
    if (type.name == "std::int32_t" || type.name == "double") return " = 0";
    const bool scalar = type.codec.starts_with("typed::scalar<");
    const bool closed_enum = type.codec == "typed::enumeration" && !type.name.starts_with("corogql::open_enum<");
    return scalar || closed_enum ? "{}" : "";
}

void add_once(std::vector<std::string>& to, const std::string& name) {
    if (std::find(to.begin(), to.end(), name) == to.end()) to.push_back(name);
}

} // namespace

std::vector<std::string> struct_writer::inherited(const std::string& fragment) const {
    const auto& type = fragments_.at(fragment)->type;
    std::vector<std::string> names;
    for (const auto& one : type.members) add_once(names, one.name);
    for (const auto& one : type.optional_fragments) add_once(names, one.name);
    if (!type.alternatives.empty()) {
        add_once(names, type.variant_name);
        add_once(names, "as");
    }
    for (const auto& base : type.bases)
        for (const auto& name : inherited(base)) add_once(names, name);
    return names;
}

void struct_writer::declare(code& to, const cpp_struct& what) const {
    to.comment(what.comment);
    std::vector<std::string> bases;
    for (const auto& one : what.bases) bases.push_back(fragments_.at(one)->expression);
    to.open("struct " + what.name + (bases.empty() ? "" : " : " + joined(bases, ", ")) + " {");
    // Of two fragments that hold the same the first is meant.
    std::set<std::string> own, settled;
    for (const auto& one : what.members) own.insert(one.name);
    std::map<std::string, std::string> first;
    for (const auto& base : what.bases)
        for (const auto& name : inherited(base)) {
            const auto [of, fresh] = first.emplace(name, fragments_.at(base)->expression);
            if (!fresh && !own.contains(name) && settled.insert(name).second)
                to.line("using " + of->second + "::" + name + ';');
        }
    for (const auto& one : what.nested) declare(to, one);
    if (!what.nested.empty()) to.line();
    // Within the class around it an optional of what has initializers, and no constructor of its own, cannot be made,
    // says clang. And g++ 12 destroys temporaries of aggregates twice that stand in an expression with co_await.
    to.line(what.name + "() {}");
    for (const auto& one : what.members) {
        to.comment(one.comment);
        to.line(one.type.name + ' ' + one.name + initializer(one.type) + ';');
    }
    for (const auto& one : what.optional_fragments)
        to.line("std::optional<" + fragments_.at(one.fragment)->qualified + "> " + one.name + ';');
    if (!what.alternatives.empty()) {
        std::string types = "corogql::other_type";
        for (const auto& one : what.alternatives) types += ", " + one.type;
        to.line("std::variant<" + types + "> " + what.variant_name + ';');
        if (!own.contains("as")) {
            to.comment("Returns what an object of this type has; a null pointer where it is of another.");
            to.line("template <class T>");
            to.line("const T* as() const noexcept { return std::get_if<T>(&" + what.variant_name + "); }");
        }
    }
    to.close("};");
}

bool struct_writer::is_flat(const cpp_struct& what) const {
    return what.alternatives.empty() && what.optional_fragments.empty() &&
           std::all_of(what.bases.begin(), what.bases.end(),
                       [&](const auto& base) { return is_flat(fragments_.at(base)->type); });
}

void struct_writer::add_entries(std::vector<entry>& to, const cpp_struct& what, const std::string& object) const {
    for (const auto& one : what.members) {
        auto known = std::find_if(to.begin(), to.end(), [&](const auto& each) { return each.key == one.key; });
        if (known == to.end()) known = to.insert(to.end(), {one.key, false, {}});
        known->required = known->required || one.required;
        known->reads.push_back(one.type.codec + "::read(in, " + object + '.' + one.name + ')');
    }
    for (const auto& base : what.bases) {
        const auto& fragment = *fragments_.at(base);
        if (is_flat(fragment.type))
            add_entries(to, fragment.type, "static_cast<" + fragment.expression + "&>(" + object + ')');
    }
}

std::vector<std::string> struct_writer::keys_of(const std::string& fragment) const {
    const auto& type = fragments_.at(fragment)->type;
    std::vector<std::string> keys;
    for (const auto& one : type.members)
        if (!one.conditional) add_once(keys, one.key);
    if (!type.alternatives.empty()) add_once(keys, "__typename");
    for (const auto& base : type.bases)
        for (const auto& key : keys_of(base)) add_once(keys, key);
    return keys;
}

void struct_writer::read_bases(code& to, const cpp_struct& what) const {
    for (const auto& base : what.bases) {
        const auto& fragment = *fragments_.at(base);
        if (is_flat(fragment.type)) continue;
        to.open("{");
        to.line("auto copy = in;");
        to.line("read_json(copy, static_cast<" + fragment.expression + "&>(out));");
        to.close();
    }
    for (const auto& one : what.optional_fragments) {
        std::vector<std::string> keys;
        for (const auto& key : keys_of(one.fragment)) keys.push_back(literal(key));
        const auto read = "read_json(copy, out." + one.name + ".emplace());";
        to.open("{");
        to.line("auto copy = in;");
        if (keys.empty()) { // all of it is for variables to decide
            to.line(read);
        } else {
            to.line("static constexpr std::string_view keys[] = {" + joined(keys, ", ") + "};");
            to.line("if (in.has(keys)) " + read);
        }
        to.close();
    }
}

void struct_writer::read_alternatives(code& to, const cpp_struct& what, bool alone) const {
    if (what.alternatives.empty()) return;
    const std::string from = alone ? "in" : "copy";
    if (!alone) {
        to.open("{");
        to.line("auto copy = in;");
    }
    to.line("auto type = " + from + ".type_name();");
    for (std::size_t i = 0; i < what.alternatives.size(); ++i) {
        std::vector<std::string> tests;
        for (const auto& name : what.alternatives[i].type_names) tests.push_back("type == " + literal(name));
        to.line((i == 0 ? "if (" : "else if (") + joined(tests, " || ") + ')');
        to.line("    read_json(" + from + ", out." + what.variant_name + ".emplace<" + std::to_string(i + 1) + ">());");
    }
    to.line("else");
    to.line("    typed::read_other(" + from + ", std::move(type), out." + what.variant_name + ".emplace<0>());");
    if (!alone) to.close();
}

void struct_writer::read_entries(code& to, const std::vector<entry>& all) const {
    to.open("static constexpr typed::key keys[] = {");
    for (const auto& one : all) to.line('{' + literal(one.key) + ", " + (one.required ? "true" : "false") + "},");
    to.close("};");
    const auto read = [&](const entry& one) {
        for (std::size_t i = 0; i + 1 < one.reads.size(); ++i) {
            to.open("{");
            to.line("const auto begin = in;");
            to.line(one.reads[i] + ';');
            to.line("in = begin;");
            to.close();
        }
        to.line(one.reads.back() + ';');
    };
    if (all.size() == 1) {
        to.open("in.object(keys, [&](std::size_t) {");
        read(all.front());
        to.close("});");
        return;
    }
    to.open("in.object(keys, [&](std::size_t which) {");
    to.open("switch (which) {");
    for (std::size_t i = 0; i < all.size(); ++i) {
        to.label(i + 1 < all.size() ? "case " + std::to_string(i) + ":" : std::string("default:"));
        read(all[i]);
        if (i + 1 < all.size()) to.line("break;");
    }
    to.close();
    to.close("});");
}

void struct_writer::define(code& to, const cpp_struct& what, const std::string& scope) const {
    const auto name = scope.empty() ? what.name : scope + "::" + what.name;
    for (const auto& one : what.nested) define(to, one, name);
    std::vector<entry> all;
    add_entries(all, what, "out");
    const bool separate = std::any_of(what.bases.begin(), what.bases.end(),
                                      [&](const auto& base) { return !is_flat(fragments_.at(base)->type); });
    const bool alone = all.empty() && !separate && what.optional_fragments.empty() && !what.alternatives.empty();
    const bool unused = all.empty() && !separate && what.optional_fragments.empty() && what.alternatives.empty();
    to.open(std::string(exported_.contains(name) ? "" : "static ") + "void read_json(typed::reader& in, " + name + '&' +
            (unused ? "" : " out") + ") {");
    read_bases(to, what);
    read_alternatives(to, what, alone);
    if (!all.empty())
        read_entries(to, all);
    else if (!alone)
        to.line("in.skip();");
    to.close();
    to.line();
}

} // namespace corogql::codegen
