#include "codegen/selections.hpp"

#include "codegen/claims.hpp"
#include "codegen/conditions.hpp"

#include <algorithm>
#include <map>

namespace corogql::codegen {

using language::selection;
using language::type_definition;
using selection_sets = std::vector<const std::vector<selection>*>;

/// A field, with all that is selected of it in several places.
struct selections::field {
    const language::field_definition* definition;
    std::string key, name;
    language::place where; ///< Where it is selected first.
    selection_sets below;
    bool conditional;
};

/// What is taken of some types only.
struct selections::narrowing {
    const type_definition* condition;
    std::string fragment; ///< Empty for an inline fragment.
    const std::vector<selection>* all;
    bool conditional;
};

struct selections::gathered {
    std::vector<field> fields;
    std::vector<std::string> spreads, conditional_spreads; ///< Fragments that every object has.
    std::vector<narrowing> narrowings;

    /// Returns the fragment that this is, and nothing but it.
    const std::string* only_fragment() const {
        const bool only = spreads.size() == 1 && fields.empty() && conditional_spreads.empty() && narrowings.empty();
        return only ? &spreads.front() : nullptr;
    }
};

/// Where structs are put, and which names are not free there.
struct selections::scope {
    std::vector<cpp_struct>& nested;
    std::vector<std::string> taken;
};

namespace {

void add_once(std::vector<std::string>& to, std::string_view name) {
    if (std::find(to.begin(), to.end(), name) == to.end()) to.emplace_back(name);
}

/// Returns a member's name, which must not be that of the class around it.
std::string member_of(const std::string& type, const std::string& name) { return name == type ? name + '_' : name; }

std::string comment_of(const std::optional<language::description>& said) {
    return said ? std::string(said->text) : std::string();
}

} // namespace

bool selections::always(const type_definition& type, const type_definition& condition) const {
    if (&type == &condition) return true;
    const auto& covered = types_.schema().possible_types(condition);
    const auto& all = types_.schema().possible_types(type);
    return std::all_of(all.begin(), all.end(), [&](const auto* one) {
        return std::find(covered.begin(), covered.end(), one) != covered.end();
    });
}

void selections::add_field(gathered& to, const type_definition& type, const type_definition& condition,
                           const selection& one, bool conditional) {
    const auto key = one.response_key();
    auto known = std::find_if(to.fields.begin(), to.fields.end(), [&](const auto& each) { return each.key == key; });
    if (known == to.fields.end()) {
        const auto* definition = types_.schema().field(type, one.name.text);
        const auto* owner = definition ? &type : &condition;
        if (!definition) definition = types_.schema().field(condition, one.name.text);
        field fresh{definition, std::string(key), types_.member(*owner, one.name.text, key), one.where, {}, true};
        known = to.fields.insert(to.fields.end(), std::move(fresh));
    }
    known->conditional = known->conditional && conditional;
    if (!one.selections.empty()) known->below.push_back(&one.selections);
}

void selections::gather(gathered& to, const type_definition& type, const type_definition& condition,
                        const std::vector<selection>& all, bool conditional) {
    for (const auto& one : all) {
        const auto said = presence_of(one.directives);
        if (said == presence::never) continue;
        const bool sometimes = conditional || said == presence::sometimes;
        if (one.kind == selection::type::field) {
            add_field(to, type, condition, one, sometimes);
        } else if (one.kind == selection::type::spread) {
            const auto& fragment = *documents_.find_fragment(one.name.text);
            const auto& on = *types_.schema().find(fragment.type_condition.text);
            if (!always(type, on))
                to.narrowings.push_back({&on, std::string(one.name.text), &fragment.selections, sometimes});
            else
                add_once(sometimes ? to.conditional_spreads : to.spreads, one.name.text);
        } else {
            const auto& on = one.type_condition ? *types_.schema().find(one.type_condition->text) : condition;
            if (always(type, on))
                gather(to, type, on, one.selections, sometimes);
            else
                to.narrowings.push_back({&on, {}, &one.selections, sometimes});
        }
    }
}

bool selections::asks_for_type(const type_definition& type, const std::vector<selection>& all) {
    gathered found;
    gather(found, type, type, all, false);
    return !found.narrowings.empty();
}

std::string selections::fragment_type(std::string_view name) const {
    const auto cpp = cpp_name(name);
    // A struct within another may have the name of its GraphQL type.
    return types_.schema().find(name) || name == "Data" ? namespace_ + "::" + cpp : cpp;
}

bool selections::has_leaf(const std::vector<std::string>& fragments, std::string_view key) const {
    return std::any_of(fragments.begin(), fragments.end(), [&](const auto& name) {
        const auto& found = *documents_.find_fragment(name);
        const auto& all = found.selections;
        return std::any_of(all.begin(), all.end(), [&](const selection& one) {
            if (presence_of(one.directives) != presence::always) return false;
            if (one.kind == selection::type::field) return one.response_key() == key && one.selections.empty();
            const auto* on = types_.schema().find(found.type_condition.text);
            const auto* spread =
                one.kind == selection::type::spread ? documents_.find_fragment(one.name.text) : nullptr;
            const auto* condition = spread ? types_.schema().find(spread->type_condition.text) : nullptr;
            return condition && always(*on, *condition) && has_leaf({std::string(one.name.text)}, key);
        });
    });
}

std::string selections::placed(scope& within, cpp_struct one, std::vector<std::string> names) {
    for (auto& each : names) each = cpp_name(each);
    auto taken = within.taken;
    for (const auto& each : within.nested) {
        const bool wanted = std::any_of(names.begin(), names.end(), [&](const auto& name) {
            return each.name == name || each.name.starts_with(name + '_');
        });
        if (wanted && each.same_content(one)) return each.name;
        taken.push_back(each.name);
    }
    for (const auto& each : one.members) taken.push_back(each.name);
    // But for the first, a name must not be that of another type, which might be meant within.
    for (std::size_t i = 1; i < names.size(); ++i)
        if (types_.schema().find(names[i])) taken.push_back(names[i]);
    one.name = free_name(names, taken);
    within.nested.push_back(std::move(one));
    return within.nested.back().name;
}

std::string selections::object_type(scope& within, const field& of) {
    const auto& type = *types_.schema().find(of.definition->type);
    gathered below;
    for (const auto* each : of.below) gather(below, type, type, *each, false);
    if (const auto* fragment = below.only_fragment()) return fragment_type(*fragment);
    auto made = shaped(cpp_name(type.name.text), type, below, &within);
    return placed(within, std::move(made),
                  {std::string(type.name.text), capitalized(of.key) + std::string(type.name.text)});
}

void selections::add_member(cpp_struct& to, scope& within, const field& of) {
    const auto& type = *types_.schema().find(of.definition->type);
    if (of.below.empty() && !of.conditional && has_leaf(to.bases, of.key)) return;
    const auto inner = of.below.empty() ? types_.answer_leaf(type) : cpp_type{object_type(within, of), "typed::object"};
    auto reference = of.definition->type;
    const bool required = reference.non_null() && !of.conditional;
    if (of.conditional) reference = reference.nullable();
    to.members.push_back({of.key, member_of(to.name, of.name), types_.wrapped(reference, inner), required,
                          of.conditional, comment_of(of.definition->description)});
}

cpp_alternative selections::alternative(scope& within, const gathered& from, const std::vector<std::size_t>& which,
                                        std::vector<std::string> type_names) {
    const auto& first = from.narrowings[which.front()];
    const auto& type = type_names.size() == 1 ? *types_.schema().find(type_names.front()) : *first.condition;
    gathered all;
    for (const auto index : which) {
        const auto& one = from.narrowings[index];
        if (one.fragment.empty())
            gather(all, type, *one.condition, *one.all, one.conditional);
        else
            add_once(one.conditional ? all.conditional_spreads : all.spreads, one.fragment);
    }
    if (const auto* fragment = all.only_fragment()) return {fragment_type(*fragment), std::move(type_names)};
    auto made = shaped(cpp_name(type.name.text), type, all, &within);
    auto name = placed(within, std::move(made), {std::string(type.name.text), "On" + std::string(type.name.text)});
    return {std::move(name), std::move(type_names)};
}

void selections::add_alternatives(cpp_struct& to, scope& within, const gathered& from, const type_definition& type) {
    // Types of which the same is taken are one alternative, in the order in which the schema has them.
    std::vector<std::pair<std::vector<std::size_t>, std::vector<std::string>>> groups;
    for (const auto* one : types_.schema().possible_types(type)) {
        std::vector<std::size_t> which;
        for (std::size_t i = 0; i < from.narrowings.size(); ++i)
            if (always(*one, *from.narrowings[i].condition)) which.push_back(i);
        if (which.empty()) continue;
        auto known = std::find_if(groups.begin(), groups.end(), [&](const auto& each) { return each.first == which; });
        if (known == groups.end()) known = groups.insert(groups.end(), {which, {}});
        known->second.emplace_back(one->name.text);
    }
    std::sort(groups.begin(), groups.end(),
              [](const auto& left, const auto& right) { return left.first < right.first; });
    for (auto& [which, names] : groups) to.alternatives.push_back(alternative(within, from, which, std::move(names)));
}

/// Whether every object of a fragment is of another one, too, because it spreads that.
bool selections::is_also(std::string_view fragment, std::string_view other) {
    const auto& one = *documents_.find_fragment(fragment);
    const auto& on = *types_.schema().find(one.type_condition.text);
    gathered found;
    gather(found, on, on, one.selections, false);
    return std::any_of(found.spreads.begin(), found.spreads.end(),
                       [&](const auto& name) { return name == other || is_also(name, other); });
}

cpp_struct selections::shaped(std::string name, const type_definition& type, const gathered& from, scope* around) {
    cpp_struct made;
    made.name = std::move(name);
    // A fragment that another one is, too, would be there twice.
    for (const auto& each : from.spreads)
        if (std::none_of(from.spreads.begin(), from.spreads.end(),
                         [&](const auto& other) { return is_also(other, each); }))
            made.bases.push_back(each);
    std::vector<std::string> taken{made.name};
    claims names(faults_);
    for (const auto& each : from.fields) {
        auto member = member_of(made.name, each.name);
        names.claim(member, '"' + each.key + '"', each.where);
        taken.push_back(std::move(member));
    }
    scope own{made.nested, taken};
    for (const auto& each : from.fields) add_member(made, own, each);
    for (const auto& each : from.conditional_spreads) {
        auto member = free_name({member_name(each, types_.how())}, own.taken);
        own.taken.push_back(member);
        made.optional_fragments.push_back({each, std::move(member)});
    }
    if (!from.narrowings.empty()) {
        add_alternatives(made, around ? *around : own, from, type);
        made.variant_name = free_name({"on"}, own.taken);
    }
    return made;
}

cpp_struct selections::made(std::string name, const type_definition& type, const std::vector<selection>& all) {
    gathered found;
    gather(found, type, type, all, false);
    return shaped(std::move(name), type, found, nullptr);
}

std::vector<cpp_fragment> selections::fragments() {
    std::vector<cpp_fragment> done;
    std::map<std::string_view, bool> begun;
    // Depth first: what a fragment spreads, at any depth, stands before it.
    const auto add = [&](const auto& self, const language::fragment& one) -> void {
        if (!begun.emplace(one.name.text, true).second) return;
        const auto visit = [&](const auto& again, const std::vector<selection>& all) -> void {
            for (const auto& each : all) {
                if (each.kind == selection::type::spread) self(self, *documents_.find_fragment(each.name.text));
                again(again, each.selections);
            }
        };
        visit(visit, one.selections);
        const auto& on = *types_.schema().find(one.type_condition.text);
        done.push_back({std::string(one.name.text), fragment_type(one.name.text),
                        namespace_ + "::" + cpp_name(one.name.text), made(cpp_name(one.name.text), on, one.selections),
                        one.where.in->name()});
        done.back().type.comment =
            "fragment " + std::string(one.name.text) + " on " + std::string(one.type_condition.text);
    };
    for (const auto& one : documents_.fragments) add(add, one);
    return done;
}

} // namespace corogql::codegen
