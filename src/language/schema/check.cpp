#include "language/schema/check.hpp"

#include "language/schema/checks/checks.hpp"

namespace corogql::language {

std::vector<diagnostic> check(const schema& what, const check_options& options) {
    findings found(options.lenient);
    check_definitions(what.definitions(), found);
    // What a schema says that is not well written would be said twice.
    if (!found.has_errors()) check_types(what, found);
    return found.take();
}

} // namespace corogql::language
