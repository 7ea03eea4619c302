/// The rules of the specification, named as in the reference implementation.
#pragma once

#include "language/validation/rule.hpp"

#include <memory>

namespace corogql::language::validation {

using rule_pointer = std::unique_ptr<rule>;

rule_pointer executable_definitions(context& in);
rule_pointer unique_operation_names(context& in);
rule_pointer lone_anonymous_operation(context& in);
rule_pointer single_field_subscriptions(context& in);
rule_pointer known_type_names(context& in);
rule_pointer fragments_on_composite_types(context& in);
rule_pointer variables_are_input_types(context& in);
rule_pointer scalar_leafs(context& in);
rule_pointer fields_on_correct_type(context& in);
rule_pointer unique_fragment_names(context& in);
rule_pointer known_fragment_names(context& in);
rule_pointer no_unused_fragments(context& in);
rule_pointer possible_fragment_spreads(context& in);
rule_pointer no_fragment_cycles(context& in);
rule_pointer unique_variable_names(context& in);
rule_pointer no_undefined_variables(context& in);
rule_pointer no_unused_variables(context& in);
rule_pointer known_directives(context& in);
rule_pointer unique_directives_per_location(context& in);
rule_pointer known_argument_names(context& in);
rule_pointer unique_argument_names(context& in);
rule_pointer values_of_correct_type(context& in);
rule_pointer provided_required_arguments(context& in);
rule_pointer variables_in_allowed_position(context& in);
rule_pointer overlapping_fields_can_be_merged(context& in);
rule_pointer unique_input_field_names(context& in);
rule_pointer max_introspection_depth(context& in);
/// Reports warnings only.
rule_pointer no_deprecated(context& in);

} // namespace corogql::language::validation
