// Fragments are defined once, and used where their type can be.
#include "language/validation/rules/rules.hpp"

#include <unordered_set>

namespace corogql::language::validation {

namespace {

class unique_fragment_names_rule final : public rule {
public:
    using rule::rule;

    void enter_fragment(const fragment& node) override {
        const auto [at, added] = known_.try_emplace(node.name.text, node.name.where);
        if (!added)
            in_.report("UniqueFragmentNames",
                       "There can be only one fragment named \"" + std::string(node.name.text) + "\".",
                       {at->second, node.name.where});
    }

private:
    std::unordered_map<std::string_view, place> known_;
};

class known_fragment_names_rule final : public rule {
public:
    using rule::rule;

    void enter_spread(const selection& node, const type_context&) override {
        if (!in_.find_fragment(node.name.text))
            in_.report("KnownFragmentNames", "Unknown fragment \"" + std::string(node.name.text) + "\".",
                       {node.name.where});
    }
};

class no_unused_fragments_rule final : public rule {
public:
    using rule::rule;

    void leave_document() override {
        std::vector<const std::vector<selection>*> operations;
        for (const auto& one : in_.document().operations) operations.push_back(&one.selections);
        std::unordered_set<std::string_view> used;
        for (const auto* one : in_.reached_from(operations)) used.insert(one->name.text);
        for (const auto& one : in_.document().fragments)
            if (!used.contains(one.name.text))
                in_.report("NoUnusedFragments", "Fragment \"" + std::string(one.name.text) + "\" is never used.",
                           {one.where});
    }
};

class possible_fragment_spreads_rule final : public rule {
public:
    using rule::rule;

    void enter_inline_fragment(const selection& node, const type_context& at) override {
        look("Fragment", at.type.named, at.parent, node.where);
    }

    void enter_spread(const selection& node, const type_context& at) override {
        if (const auto* fragment = in_.find_fragment(node.name.text))
            look("Fragment \"" + std::string(node.name.text) + '"', in_.schema().find(fragment->type_condition.text),
                 at.parent, node.where);
    }

private:
    void look(const std::string& who, const type_definition* type, const type_definition* parent, place where) {
        if (!type || !parent || !type->is_composite() || may_overlap(*type, *parent)) return;
        in_.report("PossibleFragmentSpreads",
                   who + " cannot be spread here as objects of type \"" + std::string(parent->name.text) +
                       "\" can never be of type \"" + std::string(type->name.text) + "\".",
                   {where});
    }

    /// Asks the schema once for each pair of types.
    bool may_overlap(const type_definition& type, const type_definition& parent) {
        if (&type == &parent) return true;
        const auto [at, added] = overlaps_[&parent].try_emplace(&type, false);
        if (added) at->second = in_.schema().overlap(parent, type);
        return at->second;
    }

    std::unordered_map<const type_definition*, std::unordered_map<const type_definition*, bool>> overlaps_;
};

} // namespace

rule_pointer unique_fragment_names(context& in) { return std::make_unique<unique_fragment_names_rule>(in); }
rule_pointer known_fragment_names(context& in) { return std::make_unique<known_fragment_names_rule>(in); }
rule_pointer no_unused_fragments(context& in) { return std::make_unique<no_unused_fragments_rule>(in); }
rule_pointer possible_fragment_spreads(context& in) { return std::make_unique<possible_fragment_spreads_rule>(in); }

} // namespace corogql::language::validation
