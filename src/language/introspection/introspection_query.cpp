#include "language/introspection/introspection_query.hpp"

#include <array>
#include <string>

namespace corogql::language {

namespace {

std::string type_reference_selection(unsigned depth) {
    std::string text = "kind name";
    for (unsigned i = 0; i < depth; ++i) text += " ofType { kind name";
    for (unsigned i = 0; i < depth; ++i) text += " }";
    return text;
}

std::string query_of(unsigned level) {
    const bool one_of = level < 1, october_2021 = level < 2, subscriptions = level < 3;
    const auto only_if = [](bool known, const char* text) { return std::string(known ? text : ""); };
    const auto deprecated_too = only_if(october_2021, "(includeDeprecated: true)");
    return "query IntrospectionQuery { __schema { " + only_if(october_2021, "description ") +
           "queryType { name } mutationType { name } " + only_if(subscriptions, "subscriptionType { name } ") +
           "types { ...FullType } directives { name description " + only_if(october_2021, "isRepeatable ") +
           (subscriptions ? "locations " : "onOperation onFragment onField ") + "args" + deprecated_too +
           " { ...InputValue } } } } " + "fragment FullType on __Type { kind name description " +
           only_if(october_2021, "specifiedByURL ") + only_if(one_of, "isOneOf ") +
           "fields(includeDeprecated: true) { name description args" + deprecated_too +
           " { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason } inputFields" + deprecated_too +
           " { ...InputValue } interfaces { ...TypeRef } " +
           "enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } " +
           "possibleTypes { ...TypeRef } } " +
           "fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue" +
           only_if(october_2021, " isDeprecated deprecationReason") + " } " + "fragment TypeRef on __Type { " +
           type_reference_selection(subscriptions ? 9 : 7) + " }";
}

} // namespace

std::string_view introspection_query(unsigned level) noexcept {
    static const std::array<std::string, introspection_levels> all{query_of(0), query_of(1), query_of(2), query_of(3)};
    return all[level < introspection_levels ? level : introspection_levels - 1];
}

} // namespace corogql::language
