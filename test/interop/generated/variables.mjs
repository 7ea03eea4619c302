// Makes up variables for the operations of a manifest: what is required, and all Booleans as asked. Prints a list of the
// requests that a server can be sent.
import { readFileSync } from "node:fs";
import * as graphql from "graphql";

const [schemaFile, manifestFile, yes] = process.argv.slice(2);
const text = readFileSync(schemaFile, "utf8");
const schema = text.startsWith("{")
  ? graphql.buildClientSchema(JSON.parse(text).data ?? JSON.parse(text))
  : graphql.buildASTSchema(graphql.parse(text), { assumeValid: true });

const leaves = { Int: 1, Float: 1.5, Boolean: yes === "true", DateTime: "2024-01-31T00:00:00Z", Date: "2024-01-31", BigInt: "1" };

function made(type) {
  if (graphql.isNonNullType(type)) return made(type.ofType);
  if (graphql.isListType(type)) return [made(type.ofType)];
  if (graphql.isEnumType(type)) return type.getValues()[0].name;
  if (graphql.isScalarType(type)) return leaves[type.name] ?? "1";
  const required = Object.values(type.getFields()).filter(graphql.isRequiredInputField);
  return Object.fromEntries(required.map((field) => [field.name, made(field.type)]));
}

const operations = JSON.parse(readFileSync(manifestFile, "utf8")).operations;
const requests = operations
  .filter(({ type }) => type !== "subscription")
  .map(({ name, body }) => {
    const variables = {};
    for (const { variable, type } of graphql.parse(body).definitions.find((one) => one.operation).variableDefinitions) {
      const known = graphql.typeFromAST(schema, type);
      if (graphql.isNonNullType(known) || known === graphql.GraphQLBoolean) variables[variable.name.value] = made(known);
    }
    return { operationName: name, query: body, variables };
  });
console.log(JSON.stringify(requests));
