#include "codegen/paths.hpp"

#include <algorithm>

namespace corogql::codegen {

using language::selection;
using language::type_definition;

namespace {

void report(const operation_facts& facts, std::string message, language::place where) {
    facts.faults.push_back(
        {language::diagnostic::severity::error, std::move(message), {}, language::locations_of({where})});
}

void warn(const operation_facts& facts, std::string message, language::place where) {
    facts.faults.push_back(
        {language::diagnostic::severity::warning, std::move(message), {}, language::locations_of({where})});
}

std::vector<std::string_view> steps_of(std::string_view path) {
    std::vector<std::string_view> steps;
    while (true) {
        const auto dot = path.find('.');
        steps.push_back(path.substr(0, dot));
        if (dot == path.npos) return steps;
        path.remove_prefix(dot + 1);
    }
}

/// A field that is selected, with the type that it was selected on.
struct selected {
    const selection* field = nullptr;
    const language::field_definition* definition = nullptr;
};

/// Calls `visit(selected)` for each field of selections, those of fragments included.
template <class Visit>
void each_field(const operation_facts& facts, const type_definition& type, const std::vector<selection>& all,
                const Visit& visit) {
    for (const auto& one : all) {
        if (one.kind == selection::type::field) {
            visit(selected{&one, facts.schema.field(type, one.name.text)});
            continue;
        }
        const auto* fragment = one.kind == selection::type::spread ? facts.all.find_fragment(one.name.text) : nullptr;
        const auto* condition = fragment             ? &fragment->type_condition
                                : one.type_condition ? &*one.type_condition
                                                     : nullptr;
        const auto& on = condition ? *facts.schema.find(condition->text) : type;
        each_field(facts, on, fragment ? fragment->selections : one.selections, visit);
    }
}

selected find_field(const operation_facts& facts, const type_definition& type, const std::vector<selection>& all,
                    std::string_view key) {
    selected found;
    each_field(facts, type, all, [&](const selected& one) {
        if (!found.field && one.field->response_key() == key) found = one;
    });
    return found;
}

std::string text_argument(const language::directive& of, std::string_view name) {
    const auto* found = of.find(name);
    return found ? std::string(found->value.text) : std::string();
}

/// Returns the name of the type that a path of variables ends at; empty where there is no such input.
std::string_view input_type(const operation_facts& facts, std::string_view path) {
    const auto steps = steps_of(path);
    const language::type_reference* type = nullptr;
    for (const auto& one : facts.what.variables)
        if (one.name.text == steps.front()) type = &one.type;
    for (std::size_t i = 1; type && i < steps.size(); ++i) {
        const auto* of = type->is_list() ? nullptr : facts.schema.find(*type);
        const auto* field = of && of->kind == language::type_kind::input ? of->input(steps[i]) : nullptr;
        type = field ? &field->type : nullptr;
    }
    return type && !type->is_list() ? type->name : std::string_view();
}

/// A list that comes in pages.
struct candidate {
    const selection* field;
    std::string pointer, cursor, page_size;
    std::vector<std::string> item_keys;
    bool chosen;
};

/// Returns the variable that an argument is given; empty where it is given something else.
std::string variable_of(const selection& field, std::string_view argument) {
    for (const auto& one : field.arguments)
        if (one.name.text == argument && one.value.kind == language::value::type::variable)
            return std::string(one.value.text);
    return {};
}

class page_finder {
public:
    explicit page_finder(const operation_facts& facts) : facts_(facts) {}

    std::vector<candidate> found;

    void look(const type_definition& type, const std::vector<selection>& all) {
        each_field(facts_, type, all, [&](const selected& one) {
            if (one.field->selections.empty() || !one.definition || one.definition->type.is_list()) return;
            keys_.emplace_back(one.field->response_key());
            const auto& below = *facts_.schema.find(one.definition->type);
            if (!try_page(one, below)) look(below, one.field->selections);
            keys_.pop_back();
        });
    }

private:
    bool has(const type_definition& type, const std::vector<selection>& all, std::string_view key) const {
        return find_field(facts_, type, all, key).field != nullptr;
    }

    bool try_page(const selected& one, const type_definition& type) {
        const auto& all = one.field->selections;
        if (const auto info = find_field(facts_, type, all, "pageInfo"); info.field && info.definition) {
            const auto& of_info = *facts_.schema.find(info.definition->type);
            const bool cursor = has(of_info, info.field->selections, "endCursor");
            const bool more = has(of_info, info.field->selections, "hasNextPage");
            if (cursor && more) return relay(one, type);
            if (cursor || more)
                warn(facts_,
                     std::string("pageInfo without ") + (cursor ? "hasNextPage" : "endCursor") + " cannot be paged",
                     info.field->where);
            return false;
        }
        return has(type, all, "cursor") && has(type, all, "hasNextPage") && plain(one, type);
    }

    bool relay(const selected& one, const type_definition& type) {
        const auto& all = one.field->selections;
        std::vector<std::string> below;
        if (find_field(facts_, type, all, "nodes").field)
            below = {"nodes"};
        else if (const auto edges = find_field(facts_, type, all, "edges");
                 edges.field && edges.definition &&
                 has(*facts_.schema.find(edges.definition->type), edges.field->selections, "node"))
            below = {"edges", "node"};
        return !below.empty() && add(one, variable_of(*one.field, "after"), variable_of(*one.field, "first"), below);
    }

    /// `{ cursor hasNextPage runs { … } }`: the cursor is in a variable of an input type.
    bool plain(const selected& one, const type_definition& type) {
        std::vector<std::string> lists;
        each_field(facts_, type, one.field->selections, [&](const selected& each) {
            if (each.definition && each.definition->type.is_list() && !each.field->selections.empty())
                lists.emplace_back(each.field->response_key());
        });
        if (lists.size() != 1) return false;
        for (const auto& argument : one.field->arguments) {
            if (argument.value.kind != language::value::type::variable) continue;
            const std::string variable(argument.value.text);
            if (input_type(facts_, variable + ".cursor").empty()) continue;
            return add(one, variable + ".cursor",
                       input_type(facts_, variable + ".limit").empty() ? "" : variable + ".limit", lists);
        }
        return add(one, variable_of(*one.field, "cursor"), variable_of(*one.field, "limit"), lists);
    }

    bool add(const selected& one, std::string cursor, std::string page_size, const std::vector<std::string>& below) {
        if (cursor.empty()) return false;
        std::string pointer = "/data";
        for (const auto& key : keys_) pointer += '/' + key;
        auto keys = keys_;
        keys.insert(keys.end(), below.begin(), below.end());
        const bool chosen = language::find(one.field->directives, "corogql_pages") != nullptr;
        found.push_back(
            {one.field, std::move(pointer), std::move(cursor), std::move(page_size), std::move(keys), chosen});
        return true;
    }

    const operation_facts& facts_;
    std::vector<std::string> keys_;
};

} // namespace

void find_resume(const operation_facts& facts, cpp_operation& to) {
    const auto* said = language::find(facts.what.directives, "corogql_resume");
    if (!said) return;
    const auto from = text_argument(*said, "from"), into = text_argument(*said, "into");
    const auto* type = facts.schema.root(facts.what.kind);
    const auto* all = &facts.what.selections;
    std::string pointer = "/data";
    selected at;
    for (const auto step : steps_of(from)) {
        at = type && type->is_composite() ? find_field(facts, *type, *all, step) : selected();
        if (!at.field || !at.definition)
            return report(facts, "\"" + from + "\" leads to no field that is selected.", said->where);
        if (at.definition->type.is_list())
            return report(facts, "\"" + from + "\" leads through a list, \"" + std::string(step) + "\".", said->where);
        pointer.append(1, '/').append(step);
        type = facts.schema.find(at.definition->type);
        all = &at.field->selections;
    }
    if (!type->is_leaf()) return report(facts, "\"" + from + "\" is an object, and no value.", said->where);
    const auto target = input_type(facts, into);
    if (target.empty())
        return report(facts, "\"" + into + "\" is no variable of the operation, nor a field of one.", said->where);
    if (target != type->name.text)
        return report(facts,
                      "\"" + from + "\" is of type " + std::string(type->name.text) + ", but \"" + into +
                          "\" of type " + std::string(target) + '.',
                      said->where);
    to.resume_pointer = std::move(pointer);
    to.resume_variable = into;
}

void find_pages(const operation_facts& facts, cpp_operation& to, std::vector<std::string>& item_keys) {
    if (facts.what.kind != language::operation_kind::query) return;
    page_finder finder(facts);
    finder.look(*facts.schema.root(facts.what.kind), facts.what.selections);
    auto& all = finder.found;
    if (std::any_of(all.begin(), all.end(), [](const auto& one) { return one.chosen; }))
        std::erase_if(all, [](const auto& one) { return !one.chosen; });
    if (all.size() != 1) return; // none, or who can say which
    to.page_items = all.front().pointer;
    to.page_cursor = all.front().cursor;
    to.page_size = all.front().page_size;
    item_keys = all.front().item_keys;
}

} // namespace corogql::codegen
