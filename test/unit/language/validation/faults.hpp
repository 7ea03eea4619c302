/// The tests of validation share one small schema, which has something for every rule.
#pragma once

#include "language/syntax/parse.hpp"
#include "language/validation/validate.hpp"

#include <doctest/doctest.h>

namespace corogql::test {

inline const language::schema& schema_of_pets() {
    static const language::schema all(language::parse(R"(
directive @mark(label: String!, times: Int = 1, old: Int @deprecated(reason: "gone")) repeatable on FIELD | QUERY
directive @once(a: Int) on FIELD | VARIABLE_DEFINITION
type Query {
  node(id: ID!): Node
  any: [Any!]!
  dog: Dog
  cat(name: String = "x", size: Int!): Cat
  pet: Pet
  find(by: Find!): [Node]
  seek(by: Find): Node
  list(of: [[Int!]!], c: Color! = RED): Int
  scalar(at: Date, f: Float, b: Boolean, s: [String!]): Date
  old(x: Int @deprecated): Int @deprecated(reason: "Use new.")
  name1: Int
  name2: Int
  name10: Int
}
type Mutation { set(in: Deep!): Dog }
type Subscription { dog(id: ID): Dog pet: Pet }
interface Node { id: ID! }
interface Pet implements Node { id: ID! name: String friend: Pet }
type Dog implements Pet & Node {
  id: ID! name: String friend: Dog barks(loud: Boolean): Boolean! size: Int owner: Human color: Color
}
type Cat implements Pet & Node {
  id: ID! name: String friend: Cat meows: Boolean size: Float owner: Human color: [Color]
}
type Human implements Node { id: ID! name: String! pets: [Pet!] size: Int }
union Any = Dog | Cat | Human
union CatOrDog = Cat | Dog
enum Color { RED GREEN @deprecated BLUE RED2 }
input Find @oneOf { id: ID name: String color: Color deep: Deep }
input Deep {
  a: Int!
  b: [Deep!]
  c: Color = RED
  d: Float! = 1.5
  find: Find
  old: Int @deprecated(reason: "old field")
  s: String
  flag: Boolean
  any: Date
}
scalar Date
)"));
    return all;
}

/// Returns a line for each fault: places, message, and the rule in brackets. The advice that all conflicts of fields
/// end with is left out.
inline std::string faults_in(std::string document, const language::validate_options& options = {}) {
    std::string text;
    for (const auto& one : validate(schema_of_pets(), language::parse(std::move(document)), options)) {
        if (!text.empty()) text += '\n';
        for (const auto& where : one.where)
            text += std::to_string(where.at.line) + ':' + std::to_string(where.at.column) + ' ';
        text += one.message.substr(0, one.message.find(" Use different aliases"));
        if (!one.rule.empty()) text.append(" [").append(one.rule).append("]");
    }
    return text;
}

} // namespace corogql::test
