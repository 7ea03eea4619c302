/// A rule is told of what the walk through a document comes to, and reports what is wrong there.
#pragma once

#include "language/validation/context.hpp"

namespace corogql::language::validation {

class rule {
public:
    explicit rule(context& in) : in_(in) {}
    virtual ~rule() = default;
    rule(const rule&) = delete;
    rule& operator=(const rule&) = delete;

    virtual void enter_document() {}
    virtual void leave_document() {}
    virtual void enter_operation(const operation&) {}
    virtual void leave_operation(const operation&) {}
    virtual void enter_fragment(const fragment&) {}
    virtual void enter_variable(const variable_definition&) {}
    /// The name of a type, as it stands in a variable's type or a type condition.
    virtual void enter_type_name(std::string_view, place) {}

    /// The selections between braces; `inlined` where they are those of an inline fragment.
    virtual void enter_selections(const std::vector<selection>&, bool /*inlined*/, const type_context&) {}
    virtual void enter_field(const selection&, const type_context&) {}
    virtual void leave_field(const selection&, const type_context&) {}
    virtual void enter_spread(const selection&, const type_context&) {}
    virtual void enter_inline_fragment(const selection&, const type_context&) {}

    /// A directive, and what it stands at, in the word of the type system.
    virtual void enter_directive(const directive&, std::string_view /*location*/) {}
    virtual void leave_directive(const directive&) {}
    /// An argument of a field or directive, as the context says.
    virtual void enter_argument(const argument&, const type_context&) {}

    /// A value of any kind; in a list the context's input type is that of the items.
    virtual void enter_value(const value&, const type_context&) {}
    virtual void leave_value(const value&) {}
    virtual void enter_object_field(const object_field&, const type_context&) {}

protected:
    context& in_;
};

} // namespace corogql::language::validation
