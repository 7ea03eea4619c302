// Introspection lists within each other cost servers much more than they cost who asks.
#include "language/validation/rules/rules.hpp"

namespace corogql::language::validation {

namespace {

class max_introspection_depth_rule final : public rule {
public:
    using rule::rule;

    void enter_field(const selection& node, const type_context&) override {
        if (reported_ || (node.name.text != "__schema" && node.name.text != "__type")) return;
        if (!is_too_deep(node)) return;
        reported_ = &node;
        in_.report("MaxIntrospectionDepth", "Maximum introspection depth exceeded", {node.where});
    }

    void leave_field(const selection& node, const type_context&) override {
        if (reported_ == &node) reported_ = nullptr;
    }

private:
    static constexpr unsigned most_lists = 3;

    /// Looks at all that is selected; at a fragment again only where it stands deeper than before.
    bool is_too_deep(const selection& from) {
        struct place_in_lists {
            const std::vector<selection>* selections;
            unsigned lists;
        };
        std::vector<place_in_lists> waiting{{&from.selections, 0}};
        auto seen = harmless_;
        in_.spend(seen.size());
        while (!waiting.empty()) {
            const auto [selections, lists] = waiting.back();
            waiting.pop_back();
            in_.spend(selections->size());
            for (const auto& one : *selections) {
                if (one.kind == selection::type::spread) {
                    auto& depth = seen[one.name.text];
                    const auto* fragment = in_.find_fragment(one.name.text);
                    if (!fragment || depth > lists) continue;
                    depth = lists + 1;
                    waiting.push_back({&fragment->selections, lists});
                    continue;
                }
                const auto deeper = lists + (one.kind == selection::type::field && is_list(one.name.text) ? 1 : 0);
                if (deeper == most_lists) return true;
                waiting.push_back({&one.selections, deeper});
            }
        }
        harmless_ = std::move(seen);
        return false;
    }

    static bool is_list(std::string_view name) noexcept {
        return name == "fields" || name == "interfaces" || name == "possibleTypes" || name == "inputFields";
    }

    const selection* reported_ = nullptr;
    /// One more than the number of lists that each fragment was found harmless in.
    std::unordered_map<std::string_view, unsigned> harmless_;
};

} // namespace

rule_pointer max_introspection_depth(context& in) { return std::make_unique<max_introspection_depth_rule>(in); }

} // namespace corogql::language::validation
