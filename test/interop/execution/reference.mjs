// What the reference implementation answers to the lines that probe.cpp takes.
import { readFileSync } from "node:fs";
import { buildSchema, graphqlSync } from "graphql";

const [rootLine, ...lines] = readFileSync(0, "utf8").trimEnd().split("\n");
const roots = JSON.parse(rootLine);
const schema = buildSchema(readFileSync(process.argv[2], "utf8"));
const rootValue = { ...roots.Query, ...roots.Mutation, takes: (given) => given, needs: (given) => given };

for (const line of lines) {
  const { query, variables, operationName } = JSON.parse(line);
  console.log(JSON.stringify(graphqlSync({ schema, source: query, rootValue, variableValues: variables, operationName })));
}
