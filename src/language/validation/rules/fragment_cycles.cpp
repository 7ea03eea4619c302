// A fragment that spreads itself, directly or not, would never end.
#include "language/validation/rules/rules.hpp"

#include <unordered_set>

namespace corogql::language::validation {

namespace {

/// Follows spreads depth first; each fragment once.
class no_fragment_cycles_rule final : public rule {
public:
    using rule::rule;

    void enter_fragment(const fragment& node) override {
        enter(node);
        while (!path_.empty()) {
            auto& top = path_.back();
            if (top.next == top.spreads->size()) {
                position_.erase(top.name);
                path_.pop_back();
                continue;
            }
            const auto& spread = *(*top.spreads)[top.next++];
            top.followed = &spread;
            if (const auto cycle = position_.find(spread.name.text); cycle != position_.end())
                report_cycle(cycle->second);
            else if (const auto* target = in_.find_fragment(spread.name.text))
                enter(*target);
        }
    }

private:
    struct step {
        std::string_view name;
        const context::spreads* spreads;
        std::size_t next = 0;
        const selection* followed = nullptr;
    };

    void enter(const fragment& node) {
        if (!visited_.insert(node.name.text).second) return;
        const auto& spreads = in_.spreads_of(node.selections);
        if (spreads.empty()) return;
        position_[node.name.text] = path_.size();
        path_.push_back({node.name.text, &spreads});
    }

    /// Reports the spreads from a step of the path on.
    void report_cycle(std::size_t from) {
        in_.spend((path_.size() - from) * 20); // Each cycle is told with all its steps.
        std::vector<place> where;
        std::string via;
        for (auto i = from; i < path_.size(); ++i) {
            where.push_back(path_[i].followed->where);
            if (i + 1 == path_.size()) break;
            via += i == from ? " via \"" : ", \"";
            via.append(path_[i].followed->name.text) += '"';
        }
        in_.report("NoFragmentCycles",
                   "Cannot spread fragment \"" + std::string(path_[from].name) + "\" within itself" + via + '.', where);
    }

    std::unordered_set<std::string_view> visited_;
    std::vector<step> path_;
    std::unordered_map<std::string_view, std::size_t> position_;
};

} // namespace

rule_pointer no_fragment_cycles(context& in) { return std::make_unique<no_fragment_cycles_rule>(in); }

} // namespace corogql::language::validation
