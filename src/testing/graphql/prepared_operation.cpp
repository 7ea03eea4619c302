#include "testing/graphql/prepared_operation.hpp"

#include <unordered_set>

namespace corogql::testing {

namespace {

using language::selection;

bool is_on(const language::directive* directive, const json::object& variables) {
    const auto* condition = directive ? directive->find("if") : nullptr;
    if (!condition) return false;
    if (condition->value.kind != language::value::type::variable) return condition->value.text == "true";
    const auto* variable = variables.if_contains(condition->value.text);
    return variable && variable->is_bool() && variable->get_bool();
}

bool is_wanted(const selection& one, const json::object& variables) {
    if (is_on(language::find(one.directives, "skip"), variables)) return false;
    const auto* include = language::find(one.directives, "include");
    return !include || is_on(include, variables);
}

/// Follows fragments by a stack of its own: a stranger's document may chain any number of them.
class collection {
public:
    collection(const prepared_operation& operation, const language::type_definition& type)
        : operation_(operation), type_(type) {}

    void take(const std::vector<selection>& set) {
        enter(set);
        while (!open_.empty()) {
            auto& [at, end] = open_.back();
            if (at == end) {
                open_.pop_back();
                continue;
            }
            const auto& one = *at++; // what follows may move `at`
            if (is_wanted(one, operation_.variables)) take(one);
        }
    }

    std::vector<field_group> groups;

private:
    void enter(const std::vector<selection>& set) { open_.emplace_back(set.data(), set.data() + set.size()); }

    void take(const selection& one) {
        if (one.kind == selection::type::field) {
            const auto [place, fresh] = by_key_.try_emplace(one.response_key(), groups.size());
            if (fresh) groups.push_back({one.response_key(), {}});
            groups[place->second].nodes.push_back(&one);
        } else if (one.kind == selection::type::inline_fragment) {
            if (!one.type_condition || applies(one.type_condition->text)) enter(one.selections);
        } else if (spread_.insert(one.name.text).second) {
            const auto found = operation_.doc->fragments.find(one.name.text);
            if (found != operation_.doc->fragments.end() && applies(found->second->type_condition.text))
                enter(found->second->selections);
        }
    }

    bool applies(std::string_view condition) const {
        const auto* wanted = operation_.types->find(condition);
        return wanted && (wanted == &type_ || (wanted->is_abstract() && operation_.types->is_subtype(*wanted, type_)));
    }

    const prepared_operation& operation_;
    const language::type_definition& type_;
    std::vector<std::pair<const selection*, const selection*>> open_;
    std::unordered_map<std::string_view, std::size_t> by_key_;
    std::unordered_set<std::string_view> spread_;
};

} // namespace

indexed_document::indexed_document(language::document parsed) : doc(std::move(parsed)) {
    for (const auto& one : doc.fragments) fragments.try_emplace(one.name.text, &one);
}

std::vector<std::string> prepared_operation::root_fields() const {
    std::vector<std::string> names;
    for (const auto& group : fields_of_root()) names.emplace_back(group.first().name.text);
    return names;
}

std::vector<field_group> prepared_operation::fields_of(const language::type_definition& type,
                                                       const std::vector<const std::vector<selection>*>& sets) const {
    collection collected(*this, type);
    for (const auto* set : sets) collected.take(*set);
    return std::move(collected.groups);
}

} // namespace corogql::testing
