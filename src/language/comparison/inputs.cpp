// What arguments and input fields have in common: a type, a default, and what is said of them.
#include "language/comparison/changes.hpp"
#include "language/comparison/type_change.hpp"

namespace corogql::language {

namespace {

/// A default reaches those who leave the argument out. Where it made that possible documents break without it, which
/// the reference implementation does not tell.
void compare_defaults(changes& to, const changed_part& of, const std::string& within, const std::string& name,
                      const input_definition& before, const input_definition& after, bool newly_required) {
    using enum change::impact;
    const auto was = to.defaults_before.of(before), is = to.defaults_after.of(after);
    if (was == is) return;
    to.add(newly_required ? breaking : dangerous,
           name + (!is    ? " defaultValue was removed."
                   : !was ? " defaultValue was added."
                          : " has changed defaultValue from " + *was + " to " + *is + '.'),
           of, within);
}

} // namespace

void compare_inputs(changes& to, const changed_part& of, const std::string& within, const std::string& name,
                    const char* words, const input_definition& before, const input_definition& after) {
    using enum change::impact;
    const bool fine = is_safe_for_input(before.type, after.type);
    // What has to be given now reaches those as well who have not given it.
    const bool newly_required = to.required_now(after) && !to.required_once(before);
    if (before.type != after.type)
        to.add(fine ? safe : breaking, name + words + " from " + before.type.text() + " to " + after.type.text() + '.',
               of, newly_required ? within : of.coordinate);
    if (fine) compare_defaults(to, of, within, name, before, after, newly_required);
    compare_annotations(to, of, name, before, after);
}

} // namespace corogql::language
