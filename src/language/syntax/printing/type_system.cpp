#include "language/syntax/printing/printer.hpp"

#include <algorithm>

namespace corogql::language {

namespace {

std::string printed(const input_definition& what) {
    auto text = printed(what.description);
    text.append(what.name.text).append(": ").append(what.type.text());
    if (what.default_value) text += " = " + print(*what.default_value);
    return text + printed(what.directives);
}

/// Writes arguments on one line, unless one of them takes several.
void write_arguments(printer& out, const std::vector<input_definition>& arguments) {
    if (arguments.empty()) return;
    std::vector<std::string> texts;
    for (const auto& one : arguments) texts.push_back(printed(one));
    const bool several_lines =
        std::any_of(texts.begin(), texts.end(), [](const auto& text) { return text.find('\n') != std::string::npos; });
    if (several_lines)
        out.block("(", texts, ")", [&](const std::string& one) { out.write(one); });
    else
        out.write('(' + joined(texts, ", ") + ')');
}

void write_field(printer& out, const field_definition& what) {
    out.write(printed(what.description));
    out.write(what.name.text);
    write_arguments(out, what.arguments);
    out.write(": " + what.type.text() + printed(what.directives));
}

template <class Items, class WriteItem>
void write_members(printer& out, const Items& items, const WriteItem& write_item) {
    if (!items.empty()) out.block(" {", items, "}", write_item);
}

std::string_view word_of(type_kind kind) {
    constexpr std::string_view words[]{"scalar", "type", "interface", "union", "enum", "input"};
    return words[static_cast<std::size_t>(kind)];
}

} // namespace

void print(printer& out, const schema_definition& what) {
    out.write(printed(what.description));
    out.write(what.extension ? "extend schema" : "schema");
    out.write(printed(what.directives));
    write_members(out, what.roots, [&](const root_operation& one) {
        out.write(text_of(one.kind));
        out.write(": " + std::string(one.type.text));
    });
}

void print(printer& out, const type_definition& what) {
    auto opening = printed(what.description);
    if (what.extension) opening += "extend ";
    opening.append(word_of(what.kind)).append(" ").append(what.name.text);
    if (!what.interfaces.empty()) opening += " implements " + joined(what.interfaces, " & ");
    opening += printed(what.directives);
    if (!what.members.empty()) opening += " = " + joined(what.members, " | ");
    out.write(opening);
    write_members(out, what.fields, [&](const field_definition& one) { write_field(out, one); });
    write_members(out, what.inputs, [&](const input_definition& one) { out.write(printed(one)); });
    write_members(out, what.values, [&](const enum_value_definition& one) {
        out.write(printed(one.description) + std::string(one.name.text) + printed(one.directives));
    });
}

void print(printer& out, const directive_definition& what) {
    out.write(printed(what.description) + "directive @" + std::string(what.name.text));
    write_arguments(out, what.arguments);
    out.write(what.repeatable ? " repeatable on " : " on ");
    out.write(joined(what.locations, " | "));
}

} // namespace corogql::language
