#include "language/schema/print.hpp"

#include "language/natural_order.hpp"
#include "language/schema/applied.hpp"
#include "language/schema/built_in.hpp"
#include "language/schema/default_value.hpp"
#include "language/syntax/string_value.hpp"

#include <algorithm>

namespace corogql::language {

namespace {

constexpr std::string_view in_block = "  ";
constexpr std::string_view in_arguments = "    ";

class schema_printer {
public:
    schema_printer(const schema& what, bool sorted) : schema_(what), sorted_(sorted), defaults_(what, sorted) {}

    std::string print() {
        roots();
        for (const auto* one : ordered(schema_.defined_directives()))
            if (!is_built_in_directive(one->name.text)) directive(*one);
        for (const auto* one : ordered(schema_.defined_types()))
            if (!is_built_in_scalar(one->name.text) && !is_introspection_type(one->name.text)) type(*one);
        return std::move(out_);
    }

private:
    template <class Item>
    std::vector<const Item*> ordered(std::vector<const Item*> items) const {
        if (sorted_)
            std::sort(items.begin(), items.end(), [](const Item* left, const Item* right) {
                return naturally_before(name_of(*left), name_of(*right));
            });
        return items;
    }
    template <class Item>
    std::vector<const Item*> ordered(const std::vector<Item>& items) const {
        std::vector<const Item*> all;
        for (const auto& item : items) all.push_back(&item);
        return ordered(std::move(all));
    }

    void begin() {
        if (!out_.empty()) out_ += "\n\n";
    }

    void roots() {
        constexpr std::pair<operation_kind, std::string_view> kinds[]{
            {operation_kind::query, "Query"},
            {operation_kind::mutation, "Mutation"},
            {operation_kind::subscription, "Subscription"},
        };
        const bool usual = std::all_of(std::begin(kinds), std::end(kinds), [&](const auto& each) {
            const auto* root = schema_.root(each.first);
            return !root || root->name.text == each.second;
        });
        if (usual && !schema_.description()) return;
        describe(schema_.description(), "");
        out_ += "schema {\n";
        for (const auto& [kind, name] : kinds)
            if (const auto* root = schema_.root(kind))
                out_.append(in_block).append(text_of(kind)).append(": ").append(root->name.text).append("\n");
        out_ += '}';
    }

    void describe(const std::optional<language::description>& what, std::string_view indentation, bool first = true) {
        if (!what) return;
        const auto text =
            printable_as_block_string(what->text) ? print_block_string(what->text) : print_string(what->text);
        if (!indentation.empty() && !first) out_ += '\n';
        out_ += indentation;
        for (const char c : text) {
            out_ += c;
            if (c == '\n') out_ += indentation;
        }
        out_ += '\n';
    }

    void deprecated(const directives& applied) {
        const auto reason = deprecation_reason(applied);
        if (!reason) return;
        out_ += " @deprecated";
        if (*reason != usual_deprecation_reason) out_ += "(reason: " + print_string(*reason) + ')';
    }

    void names(std::string_view before, const std::vector<identifier>& all, std::string_view between) {
        for (const auto* name : ordered(all)) {
            out_.append(before).append(name->text);
            before = between;
        }
    }

    void input(const input_definition& what) {
        out_.append(what.name.text).append(": ").append(what.type.text());
        if (const auto text = defaults_.of(what)) out_ += " = " + *text;
        deprecated(what.directives);
    }

    /// Prints arguments on one line where none has a description.
    void arguments(const std::vector<input_definition>& all, std::string_view indentation, std::string_view closing) {
        if (all.empty()) return;
        const bool one_line = std::all_of(all.begin(), all.end(), [](const input_definition& one) {
            return !one.description || one.description->text.empty();
        });
        out_ += '(';
        bool first = true;
        for (const auto* one : ordered(all)) {
            if (one_line) {
                if (!first) out_ += ", ";
            } else {
                out_ += '\n';
                describe(one->description, indentation, first);
                out_ += indentation;
            }
            input(*one);
            first = false;
        }
        if (!one_line) out_.append("\n").append(closing);
        out_ += ')';
    }

    template <class Item, class PrintItem>
    void block(const std::vector<Item>& items, const PrintItem& print_item) {
        if (items.empty()) return;
        out_ += " {\n";
        bool first = true;
        for (const auto* item : ordered(items)) {
            describe(item->description, in_block, first);
            out_ += in_block;
            print_item(*item);
            out_ += '\n';
            first = false;
        }
        out_ += '}';
    }

    void directive(const directive_definition& what) {
        begin();
        describe(what.description, "");
        out_.append("directive @").append(what.name.text);
        arguments(what.arguments, in_block, "");
        if (what.repeatable) out_ += " repeatable";
        names(" on ", what.locations, " | ");
    }

    void type(const type_definition& what) {
        begin();
        describe(what.description, "");
        constexpr std::string_view words[]{"scalar ", "type ", "interface ", "union ", "enum ", "input "};
        out_.append(words[static_cast<std::size_t>(what.kind)]).append(what.name.text);
        names(" implements ", what.interfaces, " & ");
        if (what.kind == type_kind::scalar)
            if (const auto url = specified_by(what.directives))
                out_ += " @specifiedBy(url: " + print_string(*url) + ')';
        if (what.kind == type_kind::input && is_one_of(what.directives)) out_ += " @oneOf";
        names(" = ", what.members, " | ");
        block(what.fields, [&](const field_definition& one) {
            out_ += one.name.text;
            arguments(one.arguments, in_arguments, in_block);
            out_ += ": " + one.type.text();
            deprecated(one.directives);
        });
        block(what.inputs, [&](const input_definition& one) { input(one); });
        block(what.values, [&](const enum_value_definition& one) {
            out_ += one.name.text;
            deprecated(one.directives);
        });
    }

    const schema& schema_;
    const bool sorted_;
    default_texts defaults_;
    std::string out_;
};

} // namespace

std::string print_schema(const schema& what, bool sorted) { return schema_printer(what, sorted).print(); }

} // namespace corogql::language
