#include "language/validation/type_context.hpp"

namespace corogql::language::validation {

known_type input_type(const schema& in, const type_reference& written) noexcept {
    const auto* named = in.find(written);
    return named && named->is_input() ? known_type{written, named} : known_type{};
}

known_type output_type(const schema& in, const type_reference& written) noexcept {
    const auto* named = in.find(written);
    return named && named->is_output() ? known_type{written, named} : known_type{};
}

bool is_input_subtype(type_reference type, type_reference expected) noexcept {
    for (;; type = type.item(), expected = expected.item()) {
        if (expected.non_null() && !type.non_null()) return false;
        if (type.is_list() != expected.is_list()) return false;
        if (!type.is_list()) return type.name == expected.name;
    }
}

} // namespace corogql::language::validation
