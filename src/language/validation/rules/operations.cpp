// A document as a whole: what it may define, and how operations are named.
#include "language/validation/rules/rules.hpp"

namespace corogql::language::validation {

namespace {

class executable_definitions_rule final : public rule {
public:
    using rule::rule;

    void enter_document() override {
        const auto& all = in_.document();
        auto schema = all.schemas.begin();
        auto type = all.types.begin();
        auto directive = all.directive_definitions.begin();
        for (const auto kind : all.order) {
            if (kind == document::definition::schema) report_definition("schema", (schema++)->where);
            if (kind == document::definition::type) report_named(*type++);
            if (kind == document::definition::directive) report_named(*directive++);
        }
    }

private:
    template <class Definition>
    void report_named(const Definition& node) {
        report_definition('"' + std::string(node.name.text) + '"', node.where);
    }

    void report_definition(const std::string& name, place where) {
        in_.report("ExecutableDefinitions", "The " + name + " definition is not executable.", {where});
    }
};

class unique_operation_names_rule final : public rule {
public:
    using rule::rule;

    void enter_operation(const operation& node) override {
        if (node.name.empty()) return;
        const auto [at, added] = known_.try_emplace(node.name.text, node.name.where);
        if (!added)
            in_.report("UniqueOperationNames",
                       "There can be only one operation named \"" + std::string(node.name.text) + "\".",
                       {at->second, node.name.where});
    }

private:
    std::unordered_map<std::string_view, place> known_;
};

class lone_anonymous_operation_rule final : public rule {
public:
    using rule::rule;

    void enter_operation(const operation& node) override {
        if (node.name.empty() && in_.document().operations.size() > 1)
            in_.report("LoneAnonymousOperation", "This anonymous operation must be the only defined operation.",
                       {node.where});
    }
};

} // namespace

rule_pointer executable_definitions(context& in) { return std::make_unique<executable_definitions_rule>(in); }
rule_pointer unique_operation_names(context& in) { return std::make_unique<unique_operation_names_rule>(in); }
rule_pointer lone_anonymous_operation(context& in) { return std::make_unique<lone_anonymous_operation_rule>(in); }

} // namespace corogql::language::validation
