#include "codegen/emit/inputs.hpp"

#include <algorithm>

namespace corogql::codegen {

namespace {

std::string member_of(const cpp_input& one) { return one.name + (one.name.ends_with('_') ? "value_" : "_"); }

/// Returns what a setter takes: null is a mistake where it may not be sent.
std::string argument_type(const cpp_input& one) {
    return one.nullable ? "corogql::input<" + one.type.name + '>' : one.type.name;
}

void declare_deprecated(code& to, const std::string& reason) {
    if (!reason.empty()) to.line("[[deprecated(" + literal(reason) + ")]]");
}

std::vector<const cpp_input*> required_of(const std::vector<cpp_input>& all) {
    std::vector<const cpp_input*> required;
    for (const auto& one : all)
        if (one.required) required.push_back(&one);
    return required;
}

std::string parameters(const std::vector<const cpp_input*>& all) {
    std::vector<std::string> list;
    for (const auto* one : all) list.push_back(one->type.name + ' ' + one->name);
    return joined(list, ", ");
}

std::string write_member(const cpp_input& one) {
    return "to.member<" + one.type.codec + ">(" + literal(one.key) + ", from." + member_of(one) + ");";
}

void define_writer(code& to, const std::string& name, const std::vector<cpp_input>& all) {
    to.open("void write_json(typed::writer& to, const " + name + '&' + (all.empty() ? "" : " from") + ") {");
    to.line("to.begin_object();");
    for (const auto& one : all) to.line(write_member(one));
    to.line("to.end_object();");
    to.close();
    to.line();
}

void declare_members(code& to, const std::string& name, const std::vector<cpp_input>& all) {
    to.line("friend void write_json(corogql::typed::writer& to, const " + name + "& from);");
    for (const auto& one : all)
        to.line((one.required ? one.type.name : "corogql::input<" + one.type.name + '>') + ' ' + member_of(one) + ';');
}

} // namespace

void declare_enum(code& to, const cpp_enum& what) {
    to.comment(what.comment);
    to.open("enum class " + what.name + " : std::uint" + (what.values.size() > 256 ? "16" : "8") + "_t {");
    for (const auto& one : what.values) {
        to.comment(one.comment);
        to.line(one.name + (one.deprecated.empty() ? "" : " [[deprecated(" + literal(one.deprecated) + ")]]") + ',');
    }
    to.close("};");
    to.comment("Returns the value's name in GraphQL.");
    to.line("std::string_view to_text(" + what.name + " value) noexcept;");
    to.comment("Finds the value of a name in GraphQL; returns false for one that is not known.");
    to.line("bool from_text(std::string_view name, " + what.name + "& out) noexcept;");
    to.line();
}

void define_enum(code& to, const cpp_enum& what) {
    const auto names = "names_of_" + what.name;
    to.open("static constexpr std::string_view " + names + "[] = {");
    for (const auto& one : what.values) to.line(literal(one.key) + ',');
    to.close("};");
    to.line();
    to.open("std::string_view to_text(" + what.name + " value) noexcept {");
    to.line("const auto index = static_cast<std::size_t>(value);");
    to.line("return index < std::size(" + names + ") ? " + names + "[index] : std::string_view();");
    to.close();
    to.line();
    to.open("bool from_text(std::string_view name, " + what.name + "& out) noexcept {");
    to.open("for (std::size_t i = 0; i < std::size(" + names + "); ++i) {");
    to.line("if (" + names + "[i] != name) continue;");
    to.line("out = static_cast<" + what.name + ">(i);");
    to.line("return true;");
    to.close();
    to.line("return false;");
    to.close();
    to.line();
}

void declare_inputs(code& to, const std::string& name, const std::vector<cpp_input>& all) {
    const auto required = required_of(all);
    if (required.empty())
        to.line(name + "() = default;");
    else
        to.line((required.size() == 1 ? "explicit " : "") + name + '(' + parameters(required) + ");");
    for (const auto& one : all) {
        if (one.required) continue;
        to.comment(one.comment);
        declare_deprecated(to, one.deprecated);
        to.line(name + "& " + one.name + '(' + argument_type(one) + " value);");
    }
    to.line();
    to.label("private:");
    declare_members(to, name, all);
}

void define_inputs(code& to, const std::string& name, const std::vector<cpp_input>& all) {
    const auto required = required_of(all);
    if (!required.empty()) {
        std::vector<std::string> members;
        for (const auto* one : required) members.push_back(member_of(*one) + "(std::move(" + one->name + "))");
        to.line(name + "::" + name + '(' + parameters(required) + ") : " + joined(members, ", ") + " {}");
        to.line();
    }
    for (const auto& one : all) {
        if (one.required) continue;
        to.open(name + "& " + name + "::" + one.name + '(' + argument_type(one) + " value) {");
        to.line(member_of(one) + " = std::move(value);");
        to.line("return *this;");
        to.close();
        to.line();
    }
    define_writer(to, name, all);
}

void declare_input_object(code& to, const cpp_input_object& what) {
    to.comment(what.comment);
    to.open("class " + what.name + " {");
    to.label("public:");
    if (!what.one_of) {
        declare_inputs(to, what.name, what.fields);
    } else {
        // Exactly one field is given, by construction.
        for (const auto& one : what.fields) {
            to.comment(one.comment);
            declare_deprecated(to, one.deprecated);
            to.line("static " + what.name + ' ' + one.name + '(' + one.type.name + " value);");
        }
        to.line();
        to.label("private:");
        to.line(what.name + "() = default;");
        declare_members(to, what.name, what.fields);
    }
    to.close("};");
    to.line();
}

void define_input_object(code& to, const cpp_input_object& what) {
    if (!what.one_of) return define_inputs(to, what.name, what.fields);
    for (const auto& one : what.fields) {
        to.open(what.name + ' ' + what.name + "::" + one.name + '(' + one.type.name + " value) {");
        to.line(what.name + " made;");
        to.line("made." + member_of(one) + " = std::move(value);");
        to.line("return made;");
        to.close();
        to.line();
    }
    define_writer(to, what.name, what.fields);
}

} // namespace corogql::codegen
