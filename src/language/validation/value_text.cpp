#include "language/validation/value_text.hpp"

#include "language/syntax/string_value.hpp"

namespace corogql::language::validation {

namespace {

void write_value(std::string& out, const value& what) {
    switch (what.kind) {
    case value::type::variable:
        out += '$';
        out += what.text;
        return;
    case value::type::string: out += what.block ? print_block_string(what.text) : print_string(what.text); return;
    case value::type::null: out += "null"; return;
    case value::type::list:
        out += '[';
        for (const auto& one : what.items) {
            if (&one != &what.items.front()) out += ", ";
            write_value(out, one);
        }
        out += ']';
        return;
    case value::type::object:
        out += '{';
        for (const auto& one : what.fields) {
            out += &one == &what.fields.front() ? "" : ", ";
            out.append(one.name.text).append(": ");
            write_value(out, one.value);
        }
        out += '}';
        return;
    default: out += what.text;
    }
}

} // namespace

std::string value_text(const value& what) {
    std::string text;
    write_value(text, what);
    return text;
}

} // namespace corogql::language::validation
