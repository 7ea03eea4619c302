/// Whether a selection is part of the answer may be for a variable to say.
#pragma once

#include "language/syntax/ast.hpp"

namespace corogql::codegen {

enum class presence { always, sometimes, never };

/// Returns what `@include` and `@skip` say.
inline presence presence_of(const language::directives& applied) {
    auto result = presence::always;
    for (const auto& one : applied) {
        const bool include = one.name.text == "include";
        if (!include && one.name.text != "skip") continue;
        const auto* condition = one.find("if");
        if (!condition) continue;
        if (condition->value.kind == language::value::type::variable)
            result = presence::sometimes;
        else if ((condition->value.text == "true") != include)
            return presence::never;
    }
    return result;
}

} // namespace corogql::codegen
