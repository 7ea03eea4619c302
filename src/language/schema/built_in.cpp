#include "language/schema/built_in.hpp"

#include "language/syntax/parse.hpp"

#include <algorithm>
#include <charconv>

namespace corogql::language {

namespace {

constexpr std::string_view definitions = R"(
scalar Int
scalar Float
scalar String
scalar Boolean
scalar ID

directive @include(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @skip(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @deprecated(reason: String = "No longer supported") on
  FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
directive @specifiedBy(url: String!) on SCALAR
directive @oneOf on INPUT_OBJECT

type __Schema {
  description: String
  types: [__Type!]!
  queryType: __Type!
  mutationType: __Type
  subscriptionType: __Type
  directives: [__Directive!]!
}

type __Type {
  kind: __TypeKind!
  name: String
  description: String
  specifiedByURL: String
  fields(includeDeprecated: Boolean = false): [__Field!]
  interfaces: [__Type!]
  possibleTypes: [__Type!]
  enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
  inputFields(includeDeprecated: Boolean = false): [__InputValue!]
  ofType: __Type
  isOneOf: Boolean
}

type __Field {
  name: String!
  description: String
  args(includeDeprecated: Boolean = false): [__InputValue!]!
  type: __Type!
  isDeprecated: Boolean!
  deprecationReason: String
}

type __InputValue {
  name: String!
  description: String
  type: __Type!
  defaultValue: String
  isDeprecated: Boolean!
  deprecationReason: String
}

type __EnumValue {
  name: String!
  description: String
  isDeprecated: Boolean!
  deprecationReason: String
}

type __Directive {
  name: String!
  description: String
  isRepeatable: Boolean!
  locations: [__DirectiveLocation!]!
  args(includeDeprecated: Boolean = false): [__InputValue!]!
}

enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }

enum __DirectiveLocation {
  QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT VARIABLE_DEFINITION
  SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION ENUM ENUM_VALUE INPUT_OBJECT
  INPUT_FIELD_DEFINITION
}
)";

constexpr std::string_view meta_fields = R"(
type Meta {
  __typename: String!
  __schema: __Schema!
  __type(name: String!): __Type
}
)";

} // namespace

const document& built_in_definitions() {
    static const auto all = parse(std::make_shared<const source>("GraphQL specification", std::string(definitions)));
    return all;
}

const field_definition* meta_field(std::string_view name, bool of_query_root) noexcept {
    static const auto all = parse(std::make_shared<const source>("GraphQL specification", std::string(meta_fields)));
    if (!of_query_root && name != "__typename") return nullptr;
    return name.starts_with("__") ? all.types.front().field(name) : nullptr;
}

bool is_built_in_scalar(std::string_view name) noexcept {
    return name == "Int" || name == "Float" || name == "String" || name == "Boolean" || name == "ID";
}

bool is_introspection_type(std::string_view name) noexcept {
    constexpr std::string_view names[]{"__Schema",    "__Type",      "__Field",    "__InputValue",
                                       "__EnumValue", "__Directive", "__TypeKind", "__DirectiveLocation"};
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool is_built_in_directive(std::string_view name) noexcept {
    return name == "include" || name == "skip" || name == "deprecated" || name == "specifiedBy" || name == "oneOf";
}

bool is_int(std::string_view integer) noexcept {
    std::int32_t number = 0;
    const auto read = std::from_chars(integer.data(), integer.data() + integer.size(), number);
    return read.ec == std::errc() && read.ptr == integer.data() + integer.size();
}

} // namespace corogql::language
