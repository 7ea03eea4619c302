// Fields of one response key must be the same. Where some are not, they are compared pair by pair, as only that tells
// which; the work is bounded as in the reference implementation.
#include "language/validation/merging/merged_fields.hpp"
#include "language/validation/merging/selected_fields.hpp"
#include "language/validation/rules/rules.hpp"

#include <unordered_set>

namespace corogql::language::validation {

namespace {

constexpr std::size_t most_conflict_text = 1000, most_conflict_places = 20, most_comparisons = 500'000;
constexpr unsigned most_levels = 400;

struct conflict {
    std::string_view key;
    std::string reason;
    std::vector<place> left, right;
};

using conflicts = std::vector<conflict>;

/// The fields of selections by response key, inline fragments' included, and the fragments that they spread.
struct field_set {
    struct group {
        std::string_view key;
        std::vector<selected_field> fields;
    };

    std::vector<group> groups;
    std::unordered_map<std::string_view, std::size_t> group_of;
    std::vector<std::string_view> fragments;
    /// Whether fragments were compared with these fields only as far as they never stand together.
    std::unordered_map<std::string_view, bool> compared;
};

std::string shortened(std::string_view text) {
    return text.size() > most_conflict_text ? std::string(text.substr(0, most_conflict_text)) + "..."
                                            : std::string(text);
}

class overlapping_fields_rule final : public rule {
public:
    using rule::rule;

    void enter_document() override { pairs_wanted_ = !can_be_merged(in_); }

    void enter_selections(const std::vector<selection>& nodes, bool inlined, const type_context& at) override {
        if (!pairs_wanted_ || inlined) return;
        if (nodes.size() < 2 && nodes.front().kind != selection::type::inline_fragment) return;
        for (const auto& one : conflicts_within(fields_of(at.parent, nodes))) {
            auto where = one.left;
            where.insert(where.end(), one.right.begin(), one.right.end());
            in_.report("OverlappingFieldsCanBeMerged",
                       "Fields \"" + shortened(one.key) + "\" conflict because " + one.reason +
                           ". Use different aliases on the fields to fetch both if this was intentional.",
                       where);
        }
    }

private:
    conflicts conflicts_within(field_set& set) {
        conflicts found;
        for (const auto& [key, fields] : set.groups)
            for (std::size_t i = 0; i < fields.size(); ++i)
                for (auto j = i + 1; j < fields.size(); ++j) compare(found, false, key, fields[i], fields[j]);
        for (std::size_t i = 0; i < set.fragments.size(); ++i) {
            compare_with_fragment(found, false, set, set.fragments[i]);
            for (auto j = i + 1; j < set.fragments.size(); ++j)
                compare_fragments(found, false, set.fragments[i], set.fragments[j]);
        }
        return found;
    }

    /// Compares fields with those of a fragment, and of all that it spreads.
    void compare_with_fragment(conflicts& found, bool apart, field_set& set, std::string_view name) {
        std::vector<std::string_view> waiting{name};
        while (!waiting.empty()) {
            const auto next = waiting.back();
            waiting.pop_back();
            spend(1);
            if (set.groups.empty()) return;
            const auto [at, added] = set.compared.try_emplace(next, apart);
            if (!added && (!at->second || apart)) continue;
            at->second = apart;
            auto* other = fields_of_fragment(next);
            if (!other || other == &set) continue;
            compare_sets(found, apart, set, *other);
            waiting.insert(waiting.end(), other->fragments.rbegin(), other->fragments.rend());
        }
    }

    void compare_fragments(conflicts& found, bool apart, std::string_view left, std::string_view right) {
        std::vector<std::pair<std::string_view, std::string_view>> waiting{{left, right}};
        while (!waiting.empty()) {
            const auto [one, other] = waiting.back();
            waiting.pop_back();
            spend(2);
            if (one == other || !remember(one, other, apart)) continue;
            auto *ours = fields_of_fragment(one), *theirs = fields_of_fragment(other);
            if (!ours || !theirs) continue;
            compare_sets(found, apart, *ours, *theirs);
            for (auto next = ours->fragments.rbegin(); next != ours->fragments.rend(); ++next)
                waiting.emplace_back(*next, other);
            for (auto next = theirs->fragments.rbegin(); next != theirs->fragments.rend(); ++next)
                waiting.emplace_back(one, *next);
        }
    }

    /// Returns false where two fragments were compared before; what never stands together is no reason to compare what
    /// was compared already as if it did.
    bool remember(std::string_view one, std::string_view other, bool apart) {
        if (const auto at = compared_.find({one, other}); at != compared_.end() && (apart || !at->second)) return false;
        if (const auto at = compared_.find({other, one}); at != compared_.end() && (apart || !at->second)) return false;
        compared_[{one, other}] = apart;
        return true;
    }

    void compare_selections(conflicts& found, bool apart, field_set& left, field_set& right) {
        compare_sets(found, apart, left, right);
        for (const auto name : right.fragments) compare_with_fragment(found, apart, left, name);
        for (const auto name : left.fragments) compare_with_fragment(found, apart, right, name);
        for (const auto one : left.fragments)
            for (const auto other : right.fragments) compare_fragments(found, apart, one, other);
    }

    void compare_sets(conflicts& found, bool apart, const field_set& left, const field_set& right) {
        for (const auto& [key, fields] : left.groups) {
            spend(1);
            const auto at = right.group_of.find(key);
            if (at == right.group_of.end()) continue;
            for (const auto& one : fields)
                for (const auto& other : right.groups[at->second].fields) compare(found, apart, key, one, other);
        }
    }

    void compare(conflicts& found, bool apart, std::string_view key, const selected_field& left,
                 const selected_field& right) {
        spend(2);
        const auto &one = *left.node, &other = *right.node;
        apart = apart || never_together(left.parent, right.parent);
        if (!apart) {
            if (one.name.text != other.name.text)
                return found.push_back({key,
                                        '"' + shortened(one.name.text) + "\" and \"" + shortened(other.name.text) +
                                            "\" are different fields",
                                        {one.where},
                                        {other.where}});
            spend(one.arguments.size());
            if (!arguments_.same(one, other))
                return found.push_back({key, "they have differing arguments", {one.where}, {other.where}});
        }
        if (left.definition && right.definition &&
            types_conflict(in_.schema(), left.definition->type, right.definition->type))
            return found.push_back({key,
                                    "they return conflicting types \"" + left.definition->type.text() + "\" and \"" +
                                        right.definition->type.text() + '"',
                                    {one.where},
                                    {other.where}});
        if (one.selections.empty() || other.selections.empty()) return;
        if (++level_ == most_levels) in_.abort();
        conflicts below;
        compare_selections(below, apart, fields_of(left.named_type(in_.schema()), one.selections),
                           fields_of(right.named_type(in_.schema()), other.selections));
        --level_;
        if (!below.empty())
            found.push_back({key, reason_of(below), places_of(one, below, &conflict::left),
                             places_of(other, below, &conflict::right)});
    }

    static std::string reason_of(const conflicts& below) {
        std::string text;
        for (const auto& one : below) {
            if (!text.empty()) text += " and ";
            text.append("subfields \"").append(shortened(one.key)).append("\" conflict because ").append(one.reason);
            if (text.size() > most_conflict_text) break;
        }
        return shortened(text);
    }

    static std::vector<place> places_of(const selection& field, const conflicts& below,
                                        std::vector<place> conflict::* side) {
        std::vector<place> places{field.where};
        for (const auto& one : below) {
            const auto& more = one.*side;
            const auto room = most_conflict_places - places.size();
            places.insert(places.end(),
                          more.size() > room ? more.end() - static_cast<std::ptrdiff_t>(room) : more.begin(),
                          more.end());
            if (places.size() == most_conflict_places) break;
        }
        return places;
    }

    field_set* fields_of_fragment(std::string_view name) {
        const auto* fragment = in_.find_fragment(name);
        if (!fragment) return nullptr;
        return &fields_of(in_.schema().find(fragment->type_condition.text), fragment->selections);
    }

    field_set& fields_of(const type_definition* parent, const std::vector<selection>& nodes) {
        const auto [at, added] = sets_[parent].try_emplace(&nodes);
        if (added) {
            std::unordered_set<std::string_view> spread;
            collect(at->second, parent, nodes, spread);
        }
        return at->second;
    }

    void collect(field_set& into, const type_definition* parent, const std::vector<selection>& nodes,
                 std::unordered_set<std::string_view>& spread) {
        for (const auto& node : nodes) {
            if (node.kind == selection::type::field) {
                const auto [at, added] = into.group_of.try_emplace(node.response_key(), into.groups.size());
                if (added) into.groups.push_back({node.response_key(), {}});
                into.groups[at->second].fields.push_back(field_of(node, parent));
            } else if (node.kind == selection::type::spread) {
                if (spread.insert(node.name.text).second) into.fragments.push_back(node.name.text);
            } else {
                collect(into, node.type_condition ? in_.schema().find(node.type_condition->text) : parent,
                        node.selections, spread);
            }
        }
    }

    void spend(std::size_t work) {
        if (work > comparisons_) in_.abort();
        comparisons_ -= work;
    }

    bool pairs_wanted_ = false;
    std::size_t comparisons_ = most_comparisons * in_.patience();
    unsigned level_ = 0;
    argument_comparison arguments_;
    std::unordered_map<const type_definition*, std::unordered_map<const void*, field_set>> sets_;
    std::map<std::pair<std::string_view, std::string_view>, bool> compared_;
};

} // namespace

rule_pointer overlapping_fields_can_be_merged(context& in) { return std::make_unique<overlapping_fields_rule>(in); }

} // namespace corogql::language::validation
