// Fields that are selected: their type has them, and they have selections where they must.
#include "language/natural_order.hpp"
#include "language/suggestion.hpp"
#include "language/validation/rules/rules.hpp"

#include <algorithm>

namespace corogql::language::validation {

namespace {

/// Sorts by binary insertion behind the run that is there, as JavaScript's engines do with few items: an order that
/// contradicts itself, as that of suggested types may, then comes out as in the reference implementation.
template <class T, class Less>
void sort_by_insertion(std::vector<T>& all, const Less& less) {
    if (all.size() < 2) return;
    auto run = all.begin() + 2;
    if (less(all[1], all[0])) {
        while (run != all.end() && less(*run, *(run - 1))) ++run;
        std::reverse(all.begin(), run);
    } else {
        while (run != all.end() && !less(*run, *(run - 1))) ++run;
    }
    for (; run != all.end(); ++run) std::rotate(std::upper_bound(all.begin(), run, *run, less), run, run + 1);
}

class scalar_leafs_rule final : public rule {
public:
    using rule::rule;

    void enter_field(const selection& node, const type_context& at) override {
        if (!at.type) return;
        const auto about = [&] { return "Field \"" + std::string(node.name.text) + '"'; };
        if (at.type.named->is_leaf() && !node.selections.empty())
            in_.report("ScalarLeafs",
                       about() + " must not have a selection since type \"" + at.type.text() + "\" has no subfields.",
                       {node.braces});
        if (!at.type.named->is_leaf() && node.selections.empty())
            in_.report("ScalarLeafs",
                       about() + " of type \"" + at.type.text() +
                           "\" must have a selection of subfields. Did you mean \"" + std::string(node.name.text) +
                           " { ... }\"?",
                       {node.where});
    }
};

class fields_on_correct_type_rule final : public rule {
public:
    using rule::rule;

    void enter_field(const selection& node, const type_context& at) override {
        if (!at.parent || at.field) return;
        auto suggestion = did_you_mean(types_with(node.name.text, *at.parent), "to use an inline fragment on ");
        if (suggestion.empty()) suggestion = did_you_mean(names_like(node.name.text, names_of(at.parent->fields)));
        in_.report("FieldsOnCorrectType",
                   "Cannot query field \"" + std::string(node.name.text) + "\" on type \"" +
                       std::string(at.parent->name.text) + "\"." + suggestion,
                   {node.where});
    }

private:
    /// Returns the types that objects of an abstract type may also be of, and that have the field; those that most of
    /// them are of stand first.
    std::vector<std::string_view> types_with(std::string_view field, const type_definition& parent) const {
        if (!parent.is_abstract()) return {};
        std::vector<const type_definition*> types;
        std::unordered_map<const type_definition*, std::size_t> uses;
        const auto count = [&](const type_definition* type) {
            if (uses[type]++ == 0) types.push_back(type);
        };
        for (const auto* possible : in_.schema().possible_types(parent)) {
            if (!possible->field(field)) continue;
            count(possible);
            for (const auto& name : possible->interfaces)
                if (const auto* one = in_.schema().find(name.text); one && one->field(field)) count(one);
        }
        const auto above = [&](const type_definition* one, const type_definition* other) {
            return one->kind == type_kind::interface && in_.schema().is_subtype(*one, *other);
        };
        sort_by_insertion(types, [&](const type_definition* one, const type_definition* other) {
            if (uses[one] != uses[other]) return uses[one] > uses[other];
            if (above(one, other)) return true;
            if (above(other, one)) return false;
            return naturally_before(one->name.text, other->name.text);
        });
        std::vector<std::string_view> names;
        for (const auto* one : types) names.push_back(one->name.text);
        return names;
    }
};

} // namespace

rule_pointer scalar_leafs(context& in) { return std::make_unique<scalar_leafs_rule>(in); }
rule_pointer fields_on_correct_type(context& in) { return std::make_unique<fields_on_correct_type_rule>(in); }

} // namespace corogql::language::validation
