// What graphql-js says of documents that are made from a seed:
//   node expect.mjs SEED COUNT SCHEMA FOLDER
// writes schema.graphql and cases.json into the folder. The schema is a file in the schema definition language, or the
// JSON of an introspection.
import { readFileSync, writeFileSync } from 'node:fs';
import {
  buildClientSchema, buildSchema, NoDeprecatedCustomRule, parse, printSchema, specifiedRules, validate,
} from 'graphql';
import { generate } from './generate.mjs';
import { mutate } from './mutate.mjs';
import { Random } from './random.mjs';

const [seed, count, file, folder] = process.argv.slice(2);
const VARIANTS = 9;

const text = readFileSync(file, 'utf8');
const printed = (introspection) => printSchema(buildClientSchema(introspection.data ?? introspection));
const schemaText = file.endsWith('.json') ? printed(JSON.parse(text)) : text;
const schema = buildSchema(schemaText, { assumeValid: true, assumeValidSDL: true }); // GitHub's defines fields twice.
writeFileSync(`${folder}/schema.graphql`, schemaText);

// An error does not say which rule it is of, so each rule is given a context that remembers it.
const ruleOf = new WeakMap();
const rules = specifiedRules.map((rule) => (context) => rule(new Proxy(context, {
  get(from, member) {
    if (member === 'reportError') {
      return (error) => {
        ruleOf.set(error, rule.name.replace(/Rule$/, ''));
        from.reportError(error);
      };
    }
    const found = Reflect.get(from, member, from);
    return typeof found === 'function' ? found.bind(from) : found;
  },
})));

const line = (severity, error, rule) => [
  severity, rule, (error.locations ?? []).map((at) => `${at.line}:${at.column} `).join(''),
  error.message.replaceAll('\n', '\\n'),
].join('\t');

function faults(document) {
  return [
    ...validate(schema, document, rules).map((error) => line('error', error, ruleOf.get(error) ?? '')),
    ...validate(schema, document, [NoDeprecatedCustomRule], { maxErrors: Infinity })
      .map((error) => line('warning', error, 'NoDeprecatedCustom')),
  ];
}

const cases = [];
const random = new Random(Number(seed));
while (cases.length < Number(count)) {
  const valid = generate(schema, random);
  const documents = [valid];
  while (documents.length <= VARIANTS) documents.push(mutate(valid, schema, random));
  for (const document of documents) {
    const tree = parse(document);
    try {
      cases.push({ document, faults: faults(tree) });
    } catch (error) {
      // The reference fails where a variable decides which field a subscription has.
      if (!/^Argument "if"/.test(error.message)) throw error;
    }
  }
}
writeFileSync(`${folder}/cases.json`, JSON.stringify(cases));
