// A subscription has one stream of events, so it selects one field.
#include "language/validation/rules/rules.hpp"

#include <unordered_set>

namespace corogql::language::validation {

namespace {

class single_field_subscriptions_rule final : public rule {
public:
    using rule::rule;

    void enter_operation(const operation& node) override {
        const auto* root = in_.schema().root(operation_kind::subscription);
        if (node.kind != operation_kind::subscription || !root) return;
        const auto groups = collect(*root, node.selections);
        const auto name = node.name.empty() ? std::string("Anonymous Subscription")
                                            : "Subscription \"" + std::string(node.name.text) + '"';
        std::vector<place> extra;
        for (std::size_t i = 1; i < groups.size(); ++i)
            for (const auto* field : groups[i]) extra.push_back(field->where);
        if (!extra.empty())
            in_.report("SingleFieldSubscriptions", name + " must select only one top level field.", extra);
        for (const auto& group : groups) {
            if (!group.front()->name.text.starts_with("__")) continue;
            std::vector<place> where;
            for (const auto* field : group) where.push_back(field->where);
            in_.report("SingleFieldSubscriptions", name + " must not select an introspection top level field.", where);
        }
    }

private:
    using same_key = std::vector<const selection*>;

    /// Collects fields as they are executed, grouped by response key; what variables decide is taken in.
    std::vector<same_key> collect(const type_definition& root, const std::vector<selection>& selections) {
        std::vector<same_key> groups;
        std::unordered_map<std::string_view, std::size_t> group_of;
        std::unordered_set<std::string_view> fragments;
        struct level {
            const std::vector<selection>* selections;
            std::size_t next;
        };
        std::vector<level> levels{{&selections, 0}};
        while (!levels.empty()) {
            auto& top = levels.back();
            if (top.next == top.selections->size()) {
                levels.pop_back();
                continue;
            }
            const auto& one = (*top.selections)[top.next++];
            in_.spend(1);
            if (!included(one)) continue;
            if (one.kind == selection::type::field) {
                const auto [at, added] = group_of.try_emplace(one.response_key(), groups.size());
                if (added) groups.emplace_back();
                groups[at->second].push_back(&one);
            } else if (one.kind == selection::type::inline_fragment) {
                if (!one.type_condition || matches(one.type_condition->text, root))
                    levels.push_back({&one.selections, 0});
            } else if (fragments.insert(one.name.text).second) {
                const auto* fragment = in_.find_fragment(one.name.text);
                if (fragment && matches(fragment->type_condition.text, root))
                    levels.push_back({&fragment->selections, 0});
            }
        }
        return groups;
    }

    static bool included(const selection& node) noexcept {
        const auto says = [&](std::string_view directive, std::string_view word) {
            const auto* found = find(node.directives, directive);
            const auto* condition = found ? found->find("if") : nullptr;
            return condition && condition->value.kind == value::type::boolean && condition->value.text == word;
        };
        return !says("skip", "true") && !says("include", "false");
    }

    bool matches(std::string_view condition, const type_definition& root) const noexcept {
        const auto* type = in_.schema().find(condition);
        return type == &root || (type && type->is_abstract() && in_.schema().is_subtype(*type, root));
    }
};

} // namespace

rule_pointer single_field_subscriptions(context& in) { return std::make_unique<single_field_subscriptions_rule>(in); }

} // namespace corogql::language::validation
