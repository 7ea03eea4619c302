#include "codegen/documents.hpp"

#include "language/syntax/lexer.hpp"
#include "language/syntax/print.hpp"

#include <set>

namespace corogql::codegen {

using language::selection;
using language::type_definition;

namespace {

void add_fragments(std::set<std::string>& to, const std::vector<selection>& from, const language::document& all) {
    for (const auto& one : from) {
        if (one.kind == selection::type::spread && to.emplace(one.name.text).second)
            add_fragments(to, all.find_fragment(one.name.text)->selections, all);
        add_fragments(to, one.selections, all);
    }
}

bool is_ours(const language::directive& one) { return one.name.text.starts_with("corogql_"); }

void drop_ours(language::directives& from) { std::erase_if(from, is_ours); }

selection typename_field() {
    selection made;
    made.name.text = "__typename";
    return made;
}

/// Prepares the selections on one type to be sent; within inline fragments the object is the same.
void prepare(std::vector<selection>& all, const type_definition& type, bool own_object, const language::schema& schema,
             selections& structs) {
    const bool ask = own_object && structs.asks_for_type(type, all);
    for (auto& one : all) {
        drop_ours(one.directives);
        if (one.kind == selection::type::inline_fragment) {
            const auto* condition = one.type_condition ? schema.find(one.type_condition->text) : &type;
            prepare(one.selections, *condition, false, schema, structs);
        } else if (!one.selections.empty()) {
            const auto* field = schema.field(type, one.name.text);
            prepare(one.selections, *schema.find(field->type), true, schema, structs);
        }
    }
    if (ask && all.front().response_key() != "__typename") all.insert(all.begin(), typename_field());
}

bool is_word(language::token::type kind) {
    using type = language::token::type;
    return kind == type::name || kind == type::integer || kind == type::floating;
}

/// Leaves out what only people need.
std::string without_space(const std::string& text) {
    using type = language::token::type;
    const language::source whole("document", text);
    language::lexer tokens(whole);
    std::string result;
    auto last = type::end;
    for (auto one = tokens.next(); one.kind != type::end; one = tokens.next()) {
        // What begins with a dot would go on with a number.
        const bool number = last == type::integer || last == type::floating;
        if (is_word(last) && (is_word(one.kind) || (number && one.kind == type::spread))) result += ' ';
        result += one.text;
        last = one.kind;
    }
    return result;
}

} // namespace

std::vector<std::string> fragments_of(const language::operation& what, const language::document& all) {
    std::set<std::string> names;
    add_fragments(names, what.selections, all);
    return {names.begin(), names.end()};
}

std::string text_to_send(const language::operation& what, const language::document& all, const language::schema& schema,
                         selections& structs) {
    language::document sent;
    sent.operations.push_back(what);
    auto& operation = sent.operations.back();
    operation.description.reset();
    drop_ours(operation.directives);
    for (auto& one : operation.variables) {
        one.description.reset();
        drop_ours(one.directives);
    }
    prepare(operation.selections, *schema.root(what.kind), true, schema, structs);
    sent.order.push_back(language::document::definition::operation);
    for (const auto& name : fragments_of(what, all)) {
        sent.fragments.push_back(*all.find_fragment(name));
        auto& fragment = sent.fragments.back();
        fragment.description.reset();
        drop_ours(fragment.directives);
        prepare(fragment.selections, *schema.find(fragment.type_condition.text), true, schema, structs);
        sent.order.push_back(language::document::definition::fragment);
    }
    return without_space(print(sent));
}

} // namespace corogql::codegen
