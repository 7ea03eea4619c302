// Directives stand where their definition allows them.
#include "language/validation/rules/rules.hpp"

namespace corogql::language::validation {

namespace {

class known_directives_rule final : public rule {
public:
    using rule::rule;

    void enter_directive(const directive& node, std::string_view location) override {
        const auto name = [&] { return "\"@" + std::string(node.name.text) + '"'; };
        const auto* definition = in_.schema().find_directive(node.name.text);
        if (!definition)
            in_.report("KnownDirectives", "Unknown directive " + name() + '.', {node.where});
        else if (!definition->allowed_on(location))
            in_.report("KnownDirectives", "Directive " + name() + " may not be used on " + std::string(location) + '.',
                       {node.where});
    }
};

class unique_directives_per_location_rule final : public rule {
public:
    using rule::rule;

    void enter_operation(const operation& node) override { look(node.directives); }
    void enter_variable(const variable_definition& node) override { look(node.directives); }
    void enter_fragment(const fragment& node) override { look(node.directives); }
    void enter_field(const selection& node, const type_context&) override { look(node.directives); }
    void enter_spread(const selection& node, const type_context&) override { look(node.directives); }
    void enter_inline_fragment(const selection& node, const type_context&) override { look(node.directives); }

private:
    void look(const directives& nodes) {
        if (nodes.size() < 2) return;
        std::unordered_map<std::string_view, place> seen;
        for (const auto& one : nodes) {
            const auto* definition = in_.schema().find_directive(one.name.text);
            if (!definition || definition->repeatable) continue;
            const auto [at, added] = seen.try_emplace(one.name.text, one.where);
            if (!added)
                in_.report("UniqueDirectivesPerLocation",
                           "The directive \"@" + std::string(one.name.text) +
                               "\" can only be used once at this location.",
                           {at->second, one.where});
        }
    }
};

} // namespace

rule_pointer known_directives(context& in) { return std::make_unique<known_directives_rule>(in); }
rule_pointer unique_directives_per_location(context& in) {
    return std::make_unique<unique_directives_per_location_rule>(in);
}

} // namespace corogql::language::validation
