#include "language/syntax/print.hpp"

#include "language/syntax/printing/printer.hpp"
#include "language/syntax/string_value.hpp"

namespace corogql::language {

namespace {

void append_value(std::string& out, const value& what) {
    using type = value::type;
    switch (what.kind) {
    case type::variable: out.append("$").append(what.text); return;
    case type::string: out += what.block ? print_block_string(what.text) : print_string(what.text); return;
    case type::null: out += "null"; return;
    case type::list:
        out += '[';
        for (const auto& item : what.items) {
            if (&item != &what.items.front()) out += ", ";
            append_value(out, item);
        }
        out += ']';
        return;
    case type::object:
        out += '{';
        for (const auto& field : what.fields) {
            if (&field != &what.fields.front()) out += ", ";
            out.append(field.name.text).append(": ");
            append_value(out, field.value);
        }
        out += '}';
        return;
    default: out += what.text;
    }
}

} // namespace

std::string print(const value& what) {
    std::string out;
    append_value(out, what);
    return out;
}

std::string print(const document& what) {
    printer out;
    std::size_t operations = 0, fragments = 0, schemas = 0, types = 0, directive_definitions = 0;
    for (const auto one : what.order) {
        if (!out.text().empty()) out.write("\n\n");
        switch (one) {
        case document::definition::operation: print(out, what.operations[operations++]); break;
        case document::definition::fragment: print(out, what.fragments[fragments++]); break;
        case document::definition::schema: print(out, what.schemas[schemas++]); break;
        case document::definition::type: print(out, what.types[types++]); break;
        case document::definition::directive: print(out, what.directive_definitions[directive_definitions++]); break;
        }
    }
    return std::move(out).text();
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    std::string result;
    for (const auto& part : parts) {
        if (&part != &parts.front()) result += separator;
        result += part;
    }
    return result;
}

std::string joined(const std::vector<identifier>& names, std::string_view separator) {
    std::string result;
    for (const auto& name : names) {
        if (&name != &names.front()) result += separator;
        result += name.text;
    }
    return result;
}

std::vector<std::string> printed(const std::vector<argument>& arguments) {
    std::vector<std::string> texts;
    for (const auto& one : arguments) texts.push_back(std::string(one.name.text) + ": " + print(one.value));
    return texts;
}

std::string printed(const directives& all) {
    std::string text;
    for (const auto& one : all) {
        text.append(" @").append(one.name.text);
        if (!one.arguments.empty()) text += '(' + joined(printed(one.arguments), ", ") + ')';
    }
    return text;
}

std::string printed(const std::optional<description>& what) {
    if (!what) return {};
    return (what->block ? print_block_string(what->text) : print_string(what->text)) + '\n';
}

void printer::write(std::string_view text) {
    for (std::size_t begin = 0;;) {
        const auto end = text.find('\n', begin);
        text_ += text.substr(begin, end - begin);
        if (end == std::string_view::npos) return;
        text_ += '\n';
        text_.append(indentation_, ' ');
        begin = end + 1;
    }
}

} // namespace corogql::language
