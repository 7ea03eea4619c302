// What is deprecated still works, so its use is a warning.
#include "language/validation/rules/rules.hpp"

namespace corogql::language::validation {

namespace {

class no_deprecated_rule final : public rule {
public:
    using rule::rule;

    void enter_field(const selection& node, const type_context& at) override {
        if (const auto reason = at.field ? reason_of(at.field->directives) : std::nullopt)
            warn("The field " + name_of(*at.parent, at.field->name) + " is deprecated. ", *reason, node.where);
    }

    void enter_argument(const argument& node, const type_context& at) override {
        const auto reason = at.argument ? reason_of(at.argument->directives) : std::nullopt;
        if (!reason) return;
        const auto of = at.directive ? "Directive \"@" + std::string(at.directive->name.text) + '"'
                                     : "Field \"" + name_of(*at.parent, at.field->name) + '"';
        warn(of + " argument \"" + std::string(at.argument->name.text) + "\" is deprecated. ", *reason,
             node.name.where);
    }

    void enter_object_field(const object_field& node, const type_context& at) override {
        const auto* field = at.parent_input ? at.parent_input.named->input(node.name.text) : nullptr;
        if (const auto reason = field ? reason_of(field->directives) : std::nullopt)
            warn("The input field " + name_of(*at.parent_input.named, field->name) + " is deprecated. ", *reason,
                 node.name.where);
    }

    void enter_value(const value& node, const type_context& at) override {
        if (const auto reason = at.enum_value ? reason_of(at.enum_value->directives) : std::nullopt)
            warn("The enum value \"" + name_of(*at.input.named, at.enum_value->name) + "\" is deprecated. ", *reason,
                 node.where);
    }

private:
    static std::optional<std::string_view> reason_of(const directives& applied) noexcept {
        const auto* deprecated = find(applied, "deprecated");
        if (!deprecated) return {};
        const auto* reason = deprecated->find("reason");
        if (!reason) return "No longer supported";
        return reason->value.kind == value::type::string ? std::optional(reason->value.text) : std::nullopt;
    }

    static std::string name_of(const type_definition& type, const identifier& member) {
        return std::string(type.name.text) + '.' + std::string(member.text);
    }

    void warn(std::string message, std::string_view reason, place where) {
        in_.warn("NoDeprecatedCustom", message.append(reason), where);
    }
};

} // namespace

rule_pointer no_deprecated(context& in) { return std::make_unique<no_deprecated_rule>(in); }

} // namespace corogql::language::validation
