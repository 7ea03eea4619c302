// What the reference implementation answers to the verbs of probe.cpp. Texts come on stdin, a zero byte behind each.
import { readFileSync } from "node:fs";
import {
  buildASTSchema,
  buildClientSchema,
  introspectionFromSchema,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  validateSchema,
} from "graphql";
import { validateSDL } from "graphql/validation/validate.mjs";

const lines = (errors) =>
  errors
    .map(({ message, locations }) => [message, ...(locations ?? []).map((at) => `${at.line}:${at.column}`)].join(" ") + "\n")
    .join("");

const built = (text) => buildASTSchema(parse(text), { assumeValid: true, assumeValidSDL: true });
const fromJson = (text) => {
  const answer = JSON.parse(text);
  return buildClientSchema(answer.data ?? answer);
};

function check(text) {
  const document = parse(text);
  const errors = validateSDL(document);
  return lines(errors.length ? errors : validateSchema(buildASTSchema(document, { assumeValidSDL: true })));
}

const verbs = {
  print: (text) => print(parse(text)),
  schema: (text) => printSchema(built(text)),
  sorted: (text) => printSchema(lexicographicSortSchema(built(text))),
  check,
  introspect: (text) =>
    JSON.stringify(introspectionFromSchema(built(text), { experimentalDirectiveDeprecation: false })),
  from: (text) => printSchema(fromJson(text)),
  "from-sorted": (text) => printSchema(lexicographicSortSchema(fromJson(text))),
};

const answer = verbs[process.argv[2]];
for (const text of readFileSync(0, "utf8").split("\0").slice(0, -1)) {
  let result;
  try {
    result = answer(text);
  } catch (error) {
    // It crashes at what it finds itself to be wrong elsewhere: then there is nothing to compare with.
    result = error.locations ? lines([error]) : `CRASH ${error.message}`;
  }
  process.stdout.write(result + "\0");
}
