// What is said of a part of a schema beside its type: descriptions, and directives that are applied.
#include "language/comparison/changes.hpp"
#include "language/schema/applied.hpp"
#include "language/syntax/print.hpp"
#include "language/syntax/string_value.hpp"

#include <map>

namespace corogql::language {

namespace {

std::string applied_text(const directive& applied) {
    std::string text = "@" + std::string(applied.name.text);
    for (const auto& argument : applied.arguments) {
        text.append(&argument == &applied.arguments.front() ? "(" : ", ").append(argument.name.text).append(": ");
        text += print(argument.value);
    }
    return applied.arguments.empty() ? text : text + ')';
}

void compare_deprecations(changes& to, const changed_part& of, const std::string& name, const directives& before,
                          const directives& after) {
    using enum change::impact;
    const auto was = deprecation_reason(before), is = deprecation_reason(after);
    if (was && !is) to.add(safe, name + " is no longer deprecated.", of);
    if (!was && is) to.add(safe, name + " was deprecated with reason " + print_string(*is) + '.', of);
    if (was && is && *was != *is)
        to.add(safe,
               name + " has changed deprecation reason from " + print_string(*was) + " to " + print_string(*is) + '.',
               of);
}

} // namespace

void compare_descriptions(changes& to, const changed_part& of, const std::string& name,
                          const std::optional<description>& before, const std::optional<description>& after) {
    const auto was = before ? before->text : std::string_view(), is = after ? after->text : std::string_view();
    if (was == is) return;
    to.add(change::impact::safe,
           name + " description was " +
               (was.empty()  ? "added."
                : is.empty() ? "removed."
                             : "changed."),
           of);
}

void compare_applied(changes& to, const changed_part& of, const std::string& name, const directives& before,
                     const directives& after) {
    using enum change::impact;
    if (before.empty() && after.empty()) return;
    compare_deprecations(to, of, name, before, after);
    std::map<std::string, int> more; // so many more there are now
    for (const auto& one : before)
        if (one.name.text != "deprecated") --more[applied_text(one)];
    for (const auto& one : after)
        if (one.name.text != "deprecated") ++more[applied_text(one)];
    for (const auto& [text, count] : more) {
        if (count < 0) to.add(safe, text + " was removed from " + name + '.', of);
        if (count > 0) to.add(text == "@oneOf" ? breaking : safe, text + " was added to " + name + '.', of);
    }
}

} // namespace corogql::language
