#include "language/validation/merging/merged_fields.hpp"

#include "language/validation/merging/selected_fields.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <unordered_set>

namespace corogql::language::validation {

namespace {

/// Selections between braces, and the type that they are of.
struct selection_set {
    const std::vector<selection>* nodes;
    const type_definition* parent;

    friend auto operator<=>(const selection_set&, const selection_set&) = default;
};

/// Selection sets whose fields stand side by side in an answer.
using joined_sets = std::vector<selection_set>;

/// Takes the fields of joined sets together, group by group of one response key, and goes on with what each group's
/// fields select, joined. Two questions go down separately: fields that may stand in one place must be the same, and
/// even those that never do must have values of one shape. All fields of a group are compared with the first alone, as
/// being the same, and having the same shape, carry over from one to the next.
class merge_check {
public:
    explicit merge_check(const context& in, std::size_t work) : in_(in), work_(work) {}

    bool holds_for(const selection_set& root) {
        waiting_.push_back({{root}, question::shape});
        waiting_.push_back({{root}, question::sameness});
        while (!waiting_.empty()) {
            const auto next = std::move(waiting_.front());
            waiting_.pop_front();
            if (!look_at(next)) return false;
        }
        return true;
    }

    const std::unordered_set<const fragment*>& fragments() const noexcept { return seen_fragments_; }

private:
    enum class question { shape, sameness };

    struct task {
        joined_sets sets;
        question asked;
    };

    using fields = std::vector<selected_field>;

    bool look_at(const task& next) {
        std::unordered_map<std::string_view, std::size_t> group_of;
        std::vector<fields> groups;
        std::unordered_set<const fragment*> spread;
        auto sets = next.sets;
        while (!sets.empty()) {
            const auto set = sets.back();
            sets.pop_back();
            if (!spend(set.nodes->size())) return false;
            for (const auto& node : *set.nodes) {
                if (node.kind == selection::type::field) {
                    const auto [at, added] = group_of.try_emplace(node.response_key(), groups.size());
                    if (added) groups.emplace_back();
                    groups[at->second].push_back(field_of(node, set.parent));
                } else if (node.kind == selection::type::inline_fragment) {
                    const auto* type = node.type_condition ? in_.schema().find(node.type_condition->text) : set.parent;
                    sets.push_back({&node.selections, type});
                } else if (const auto* fragment = in_.find_fragment(node.name.text);
                           fragment && spread.insert(fragment).second) {
                    seen_fragments_.insert(fragment);
                    sets.push_back({&fragment->selections, in_.schema().find(fragment->type_condition.text)});
                }
            }
        }
        return std::all_of(groups.begin(), groups.end(), [&](const fields& group) {
            return next.asked == question::shape ? look_at_shape(group) : look_at_sameness(group);
        });
    }

    bool look_at_shape(const fields& group) {
        const selected_field* first = nullptr;
        for (const auto& one : group) {
            if (!one.definition) continue;
            if (!first)
                first = &one;
            else if (types_conflict(in_.schema(), first->definition->type, one.definition->type))
                return false;
        }
        return go_on(group, question::shape);
    }

    /// Fields of an interface or union may stand beside those of each object type.
    bool look_at_sameness(const fields& group) {
        fields anywhere;
        std::vector<fields> by_type;
        std::unordered_map<const type_definition*, std::size_t> index;
        for (const auto& one : group) {
            if (!one.parent || one.parent->kind != type_kind::object) {
                anywhere.push_back(one);
                continue;
            }
            const auto [at, added] = index.try_emplace(one.parent, by_type.size());
            if (added) by_type.emplace_back();
            by_type[at->second].push_back(one);
        }
        if (!anywhere.empty()) {
            if (!all_same(group)) return false;
        } else if (!std::all_of(by_type.begin(), by_type.end(), [&](const fields& one) { return all_same(one); })) {
            return false;
        }
        if (by_type.empty()) return go_on(anywhere, question::sameness);
        std::erase_if(anywhere, [](const selected_field& one) { return one.node->selections.empty(); });
        for (auto& one : by_type) {
            if (!spend(anywhere.size())) return false;
            one.insert(one.end(), anywhere.begin(), anywhere.end());
            if (!go_on(one, question::sameness)) return false;
        }
        return true;
    }

    bool all_same(const fields& group) {
        const auto& first = *group.front().node;
        // Whether a repeated argument is the same depends on which field is compared with which.
        if (group.size() > 1 && !first.arguments.empty() && arguments_.texts_of(first).repeated()) return false;
        return std::all_of(group.begin() + 1, group.end(), [&](const selected_field& one) {
            return one.node->name.text == first.name.text && arguments_.same(first, *one.node);
        });
    }

    /// Asks the same of what fields select, once for the same selections.
    bool go_on(const fields& group, question asked) {
        joined_sets sets;
        for (const auto& one : group)
            if (!one.node->selections.empty()) sets.push_back({&one.node->selections, one.named_type(in_.schema())});
        if (sets.empty()) return true;
        std::sort(sets.begin(), sets.end());
        sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
        if (!spend(sets.size())) return false;
        auto& seen = asked == question::shape ? seen_shapes_ : seen_same_;
        if (const auto [at, added] = seen.insert(std::move(sets)); added) waiting_.push_back({*at, asked});
        return true;
    }

    bool spend(std::size_t work) noexcept {
        if (work > work_) return false;
        work_ -= work;
        return true;
    }

    const context& in_;
    std::size_t work_;
    argument_comparison arguments_;
    std::deque<task> waiting_;
    std::set<joined_sets> seen_shapes_, seen_same_;
    std::unordered_set<const fragment*> seen_fragments_;
};

/// Counts the selections of a definition; the parser bounds how deep they nest.
std::size_t count(const std::vector<selection>& nodes) {
    auto all = nodes.size();
    for (const auto& one : nodes) all += count(one.selections);
    return all;
}

} // namespace

bool can_be_merged(const context& in) {
    const auto& document = in.document();
    std::size_t size = 0;
    for (const auto& one : document.operations) size += count(one.selections);
    for (const auto& one : document.fragments) size += count(one.selections);
    // Without fragments each selection is looked at twice, and once more for each type beside an interface.
    merge_check check(in, 1'000'000 + 8 * size);
    const auto& schema = in.schema();
    for (const auto& one : document.operations) {
        const auto* root = schema.root(one.kind);
        if (!check.holds_for({&one.selections, root && root->kind == type_kind::object ? root : nullptr})) return false;
    }
    // What no operation uses is looked at, too: in the order in which fragments stand before those that they spread.
    std::unordered_set<std::string_view> spread;
    const auto note = [&](const auto& self, const std::vector<selection>& nodes) -> void {
        for (const auto& one : nodes) {
            if (one.kind == selection::type::spread) spread.insert(one.name.text);
            self(self, one.selections);
        }
    };
    for (const auto& one : document.fragments) note(note, one.selections);
    for (const bool by_others : {false, true})
        for (const auto& one : document.fragments)
            if (spread.contains(one.name.text) == by_others && !check.fragments().contains(&one) &&
                !check.holds_for({&one.selections, schema.find(one.type_condition.text)}))
                return false;
    return true;
}

} // namespace corogql::language::validation
