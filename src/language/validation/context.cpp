#include "language/validation/context.hpp"

#include "language/validation/rule.hpp"
#include "language/validation/walk.hpp"

#include <unordered_set>

namespace corogql::language::validation {

namespace {

/// What operations do with fragments may come to the product of both numbers. So much is a tenth of a second.
constexpr std::size_t most_work = 2'000'000;

class usage_collector final : public rule {
public:
    using rule::rule;

    void enter_value(const value& node, const type_context& at) override {
        if (node.kind == value::type::variable) found.push_back({&node, at.input, at.parent_input, at.has_default});
    }

    std::vector<variable_usage> found;
};

} // namespace

context::context(const language::schema& against, const language::document& what, const validate_options& options)
    : schema_(against), document_(what), options_(options), defaults_(against), work_(most_work * options.patience) {
    for (const auto& one : what.fragments) fragments_[one.name.text] = &one;
}

void context::report(std::string_view rule, std::string message, const std::vector<place>& where) {
    if (errors_++ == options_.max_errors) {
        found_.push_back({diagnostic::severity::error,
                          "Too many validation errors, error limit reached. Validation aborted.",
                          "",
                          {}});
        throw aborted{};
    }
    found_.push_back({diagnostic::severity::error, std::move(message), rule, locations_of(where)});
}

void context::warn(std::string_view rule, std::string message, place where) {
    if (options_.deprecated)
        found_.push_back({diagnostic::severity::warning, std::move(message), rule, locations_of({where})});
}

void context::spend(std::size_t work) {
    if (work > work_) abort();
    work_ -= work;
}

void context::abort() {
    found_.push_back(
        {diagnostic::severity::error, "Validation aborted: the documents take too much work together.", "", {}});
    throw aborted{};
}

const fragment* context::find_fragment(std::string_view name) const noexcept {
    const auto at = fragments_.find(name);
    return at == fragments_.end() ? nullptr : at->second;
}

const context::spreads& context::spreads_of(const std::vector<selection>& selections) {
    const auto [at, added] = spreads_.try_emplace(&selections);
    if (!added) return at->second;
    std::vector<const std::vector<selection>*> waiting{&selections};
    while (!waiting.empty()) {
        const auto& next = *waiting.back();
        waiting.pop_back();
        for (const auto& one : next) {
            if (one.kind == selection::type::spread)
                at->second.push_back(&one);
            else if (!one.selections.empty())
                waiting.push_back(&one.selections);
        }
    }
    return at->second;
}

context::fragments context::reached_from(const std::vector<const std::vector<selection>*>& selections) {
    fragments found;
    std::unordered_set<std::string_view> seen;
    const auto add = [&](const std::vector<selection>& from) {
        const auto& all = spreads_of(from);
        spend(all.size());
        for (const auto* spread : all)
            if (seen.insert(spread->name.text).second)
                if (const auto* fragment = find_fragment(spread->name.text)) found.push_back(fragment);
    };
    for (const auto* one : selections) add(*one);
    for (std::size_t i = 0; i < found.size(); ++i) add(found[i]->selections);
    return found;
}

template <class Definition>
const std::vector<variable_usage>& context::own_usages(const Definition& definition) {
    const auto [at, added] = own_usages_.try_emplace(&definition);
    if (added) {
        usage_collector collector(*this);
        walker({&collector}, schema_, defaults_).visit_uses(definition);
        at->second = std::move(collector.found);
    }
    return at->second;
}

const context::usages& context::usages_of(const operation& operation) {
    if (operation_ == &operation) return usages_;
    operation_ = &operation;
    usages_.clear();
    const auto add = [&](const std::vector<variable_usage>& more) {
        spend(more.size());
        for (const auto& one : more) usages_.push_back(&one);
    };
    add(own_usages(operation));
    for (const auto* fragment : reached_from({&operation.selections})) add(own_usages(*fragment));
    return usages_;
}

} // namespace corogql::language::validation
