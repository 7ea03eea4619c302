// What is deprecated still works, so its use is a warning.
#include "language/coordinate.hpp"
#include "language/schema/applied.hpp"
#include "language/validation/rules/rules.hpp"

namespace corogql::language::validation {

namespace {

class no_deprecated_rule final : public rule {
public:
    using rule::rule;

    void enter_field(const selection& node, const type_context& at) override {
        if (const auto reason = at.field ? deprecation_reason(at.field->directives) : std::nullopt)
            warn("The field " + member_coordinate(at.parent->name.text, at.field->name.text) + " is deprecated. ",
                 *reason, node.where);
    }

    void enter_argument(const argument& node, const type_context& at) override {
        const auto reason = at.argument ? deprecation_reason(at.argument->directives) : std::nullopt;
        if (!reason) return;
        const auto of = at.directive ? "Directive \"@" + std::string(at.directive->name.text) + '"'
                                     : "Field \"" + member_coordinate(at.parent->name.text, at.field->name.text) + '"';
        warn(of + " argument \"" + std::string(at.argument->name.text) + "\" is deprecated. ", *reason,
             node.name.where);
    }

    void enter_object_field(const object_field& node, const type_context& at) override {
        const auto* field = at.parent_input ? at.parent_input.named->input(node.name.text) : nullptr;
        if (const auto reason = field ? deprecation_reason(field->directives) : std::nullopt)
            warn("The input field " + member_coordinate(at.parent_input.named->name.text, field->name.text) +
                     " is deprecated. ",
                 *reason, node.name.where);
    }

    void enter_value(const value& node, const type_context& at) override {
        if (const auto reason = at.enum_value ? deprecation_reason(at.enum_value->directives) : std::nullopt)
            warn("The enum value \"" + member_coordinate(at.input.named->name.text, at.enum_value->name.text) +
                     "\" is deprecated. ",
                 *reason, node.where);
    }

private:
    void warn(std::string message, std::string_view reason, place where) {
        in_.warn("NoDeprecatedCustom", message.append(reason), where);
    }
};

} // namespace

rule_pointer no_deprecated(context& in) { return std::make_unique<no_deprecated_rule>(in); }

} // namespace corogql::language::validation
