#include "language/schema/applied.hpp"

namespace corogql::language {

std::optional<std::string_view> deprecation_reason(const directives& applied) noexcept {
    const auto* deprecated = find(applied, "deprecated");
    if (!deprecated) return std::nullopt;
    const auto* reason = deprecated->find("reason");
    // A reason of null makes it not deprecated, says the reference implementation.
    if (reason && reason->value.kind == value::type::null) return std::nullopt;
    return reason && reason->value.kind == value::type::string ? reason->value.text : usual_deprecation_reason;
}

std::optional<std::string_view> specified_by(const directives& applied) noexcept {
    const auto* specified = find(applied, "specifiedBy");
    const auto* url = specified ? specified->find("url") : nullptr;
    if (!url || url->value.kind != value::type::string) return std::nullopt;
    return url->value.text;
}

bool is_one_of(const directives& applied) noexcept { return find(applied, "oneOf") != nullptr; }

} // namespace corogql::language
