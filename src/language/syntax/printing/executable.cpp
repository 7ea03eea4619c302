#include "language/syntax/printing/printer.hpp"
#include "language/syntax/string_value.hpp"
#include "values/text/utf8.hpp"

#include <algorithm>

namespace corogql::language {

namespace {

constexpr std::size_t longest_line = 80;

std::string printed(const variable_definition& what) {
    auto text = printed(what.description);
    text.append("$").append(what.name.text).append(": ").append(what.type.text());
    if (what.default_value) text += " = " + print(*what.default_value);
    return text + printed(what.directives);
}

std::string printed(const std::vector<variable_definition>& variables) {
    if (variables.empty()) return {};
    std::vector<std::string> texts;
    for (const auto& one : variables) texts.push_back(printed(one));
    const bool several_lines =
        std::any_of(texts.begin(), texts.end(), [](const auto& text) { return text.find('\n') != std::string::npos; });
    return several_lines ? "(\n" + joined(texts, "\n") + "\n)" : '(' + joined(texts, ", ") + ')';
}

void write_selections(printer& out, const std::vector<selection>& selections);

void write_field(printer& out, const selection& field) {
    std::string name(field.alias.text);
    if (!field.alias.empty()) name += ": ";
    name += field.name.text;
    out.write(name);
    if (!field.arguments.empty()) {
        const auto arguments = printed(field.arguments);
        const auto line = joined(arguments, ", ");
        if (detail::utf16_size(name) + detail::utf16_size(line) + 2 > longest_line)
            out.block("(", arguments, ")", [&](const std::string& one) { out.write(one); });
        else
            out.write('(' + line + ')');
    }
    out.write(printed(field.directives));
    if (field.selections.empty()) return;
    out.write(" ");
    write_selections(out, field.selections);
}

void write_selection(printer& out, const selection& what) {
    if (what.kind == selection::type::field) return write_field(out, what);
    out.write("...");
    if (what.kind == selection::type::spread) {
        out.write(what.name.text);
        out.write(printed(what.directives));
        return;
    }
    if (what.type_condition) out.write(" on " + std::string(what.type_condition->text));
    out.write(printed(what.directives));
    out.write(" ");
    write_selections(out, what.selections);
}

void write_selections(printer& out, const std::vector<selection>& selections) {
    out.block("{", selections, "}", [&](const selection& one) { write_selection(out, one); });
}

} // namespace

void print(printer& out, const operation& what) {
    const bool has_short_form = what.kind == operation_kind::query && what.name.empty() && what.variables.empty() &&
                                what.directives.empty() && !what.description;
    if (!has_short_form) {
        auto opening = printed(what.description);
        opening += text_of(what.kind);
        if (!what.name.empty() || !what.variables.empty()) opening += ' ';
        opening += what.name.text;
        opening += printed(what.variables) + printed(what.directives) + ' ';
        out.write(opening);
    }
    write_selections(out, what.selections);
}

void print(printer& out, const fragment& what) {
    auto opening = printed(what.description);
    opening.append("fragment ").append(what.name.text).append(" on ").append(what.type_condition.text);
    out.write(opening + printed(what.directives) + ' ');
    write_selections(out, what.selections);
}

} // namespace corogql::language
