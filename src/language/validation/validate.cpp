#include "language/validation/validate.hpp"

#include "language/validation/rules/rules.hpp"
#include "language/validation/walk.hpp"

namespace corogql::language {

namespace validation {
namespace {

/// The order is the reference implementation's: of several faults in one place, the first rule's comes first.
constexpr rule_pointer (*all_rules[])(context&){
    executable_definitions,
    unique_operation_names,
    lone_anonymous_operation,
    single_field_subscriptions,
    known_type_names,
    fragments_on_composite_types,
    variables_are_input_types,
    scalar_leafs,
    fields_on_correct_type,
    unique_fragment_names,
    known_fragment_names,
    no_unused_fragments,
    possible_fragment_spreads,
    no_fragment_cycles,
    unique_variable_names,
    no_undefined_variables,
    no_unused_variables,
    known_directives,
    unique_directives_per_location,
    known_argument_names,
    unique_argument_names,
    values_of_correct_type,
    provided_required_arguments,
    variables_in_allowed_position,
    overlapping_fields_can_be_merged,
    unique_input_field_names,
    max_introspection_depth,
    no_deprecated,
};

} // namespace
} // namespace validation

std::vector<diagnostic> validate(const schema& against, const document& what, const validate_options& options) {
    using namespace validation;
    context in(against, what, options);
    std::vector<rule_pointer> owned;
    std::vector<rule*> rules;
    for (const auto make : all_rules) rules.push_back(owned.emplace_back(make(in)).get());
    try {
        walker(std::move(rules), against, in.defaults()).visit(what);
    } catch (const aborted&) {
        // What was found until then is the answer, and says so.
    }
    return in.take();
}

} // namespace corogql::language
