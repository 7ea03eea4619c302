// The arguments of fields and directives.
#include "language/suggestion.hpp"
#include "language/syntax/repeated_names.hpp"
#include "language/validation/rules/rules.hpp"

#include <unordered_set>

namespace corogql::language::validation {

namespace {

class known_argument_names_rule final : public rule {
public:
    using rule::rule;

    void enter_directive(const directive& node, std::string_view) override {
        in_directive_ = true;
        const auto* definition = in_.schema().find_directive(node.name.text);
        if (!definition) return;
        for (const auto& one : node.arguments)
            if (!definition->argument(one.name.text))
                report_unknown(one, "directive \"@" + std::string(node.name.text) + '"', definition->arguments);
    }

    void leave_directive(const directive&) override { in_directive_ = false; }

    void enter_argument(const argument& node, const type_context& at) override {
        if (!in_directive_ && at.field && at.parent && !at.argument)
            report_unknown(
                node, "field \"" + std::string(at.parent->name.text) + '.' + std::string(at.field->name.text) + '"',
                at.field->arguments);
    }

private:
    void report_unknown(const argument& node, const std::string& where, const std::vector<input_definition>& known) {
        in_.report("KnownArgumentNames",
                   "Unknown argument \"" + std::string(node.name.text) + "\" on " + where + '.' +
                       did_you_mean(names_like(node.name.text, names_of(known))),
                   {node.name.where});
    }

    bool in_directive_ = false;
};

class unique_argument_names_rule final : public rule {
public:
    using rule::rule;

    void enter_field(const selection& node, const type_context&) override { look(node.arguments); }
    void enter_directive(const directive& node, std::string_view) override { look(node.arguments); }

private:
    void look(const std::vector<argument>& nodes) {
        for (const auto& [name, places] : repeated_names(nodes))
            in_.report("UniqueArgumentNames", "There can be only one argument named \"" + std::string(name) + "\".",
                       places);
    }
};

class provided_required_arguments_rule final : public rule {
public:
    using rule::rule;

    void leave_field(const selection& node, const type_context& at) override {
        if (at.field)
            look("Field \"" + std::string(node.name.text) + '"', at.field->arguments, node.arguments, node.where);
    }

    void leave_directive(const directive& node) override {
        if (const auto* definition = in_.schema().find_directive(node.name.text))
            look("Directive \"@" + std::string(node.name.text) + '"', definition->arguments, node.arguments,
                 node.where);
    }

private:
    void look(const std::string& who, const std::vector<input_definition>& known, const std::vector<argument>& given,
              place where) {
        std::unordered_set<std::string_view> names;
        for (const auto& one : given) names.insert(one.name.text);
        for (const auto& one : known)
            if (in_.required(one) && !names.contains(one.name.text))
                in_.report("ProvidedRequiredArguments",
                           who + " argument \"" + std::string(one.name.text) + "\" of type \"" + one.type.text() +
                               "\" is required, but it was not provided.",
                           {where});
    }
};

} // namespace

rule_pointer known_argument_names(context& in) { return std::make_unique<known_argument_names_rule>(in); }
rule_pointer unique_argument_names(context& in) { return std::make_unique<unique_argument_names_rule>(in); }
rule_pointer provided_required_arguments(context& in) { return std::make_unique<provided_required_arguments_rule>(in); }

} // namespace corogql::language::validation
