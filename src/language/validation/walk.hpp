/// One walk goes through a document in the order in which it was written, for all rules together.
#pragma once

#include "language/schema/default_value.hpp"
#include "language/validation/type_context.hpp"

namespace corogql::language::validation {

class rule;

class walker {
public:
    walker(std::vector<rule*> rules, const schema& against, default_texts& defaults)
        : rules_(std::move(rules)), schema_(against), defaults_(defaults) {}

    void visit(const document& what);
    /// Visits an operation without the definitions of its variables, or a fragment.
    void visit_uses(const operation& node);
    void visit_uses(const fragment& node);

private:
    void visit(const operation& node);
    void visit(const variable_definition& node);
    void visit(const fragment& node);
    void visit(const std::vector<selection>& nodes, bool inlined, type_context at);
    void visit_field(const selection& node, type_context at);
    void visit_inline_fragment(const selection& node, type_context at);
    void visit(const directives& nodes, std::string_view location, const type_context& at);
    void visit(const std::vector<argument>& nodes, const type_context& at);
    void visit(const value& node, type_context at);

    template <class... Parameters, class... Arguments>
    void tell(void (rule::*what)(Parameters...), const Arguments&... about) const {
        for (auto* one : rules_) (one->*what)(about...);
    }

    const std::vector<rule*> rules_;
    const schema& schema_;
    default_texts& defaults_; ///< What was found out in one walk is known in the next.
};

} // namespace corogql::language::validation
