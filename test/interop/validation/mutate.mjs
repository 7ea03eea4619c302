// What is valid is changed a little, in the ways in which people get it wrong.
import { isInputObjectType, Kind, parse, print, visit } from 'graphql';

// Returns the changed document as text.
export function mutate(text, schema, random) {
  const document = fresh(text);
  const nodes = {};
  visit(document, { enter: (node) => void (nodes[node.kind] ??= []).push(node) });
  const any = (...kinds) => {
    const found = nodes[random.of(kinds)];
    return found && random.of(found);
  };
  for (let i = 0; i <= random.below(3); i++) random.of(MUTATIONS)({ any, nodes, schema, random, document });
  return print(document);
}

const copy = (node) => JSON.parse(JSON.stringify(node));
const fresh = (text) => copy(parse(text, { noLocation: true }));
const definition = (text) => fresh(text).definitions[0];
const selection = (text) => definition(`{ ${text} }`).selectionSet.selections[0];
const value = (text) => selection(`a(b: ${text})`).arguments[0].value;
const named = (name) => ({ kind: Kind.NAME, value: name });
const typeNamed = (name) => ({ kind: Kind.NAMED_TYPE, name: named(name) });

const VALUES = [
  '1', '-7', '99999999999', '2147483648', '1.5', '"text"', '"""block"""', 'true', 'null', 'ENUM_VALUE', '[]',
  '[1, "a"]', '{}', '{ a: 1, b: [null] }', '$unknown', '[$unknown]', '"\\u00e9\\"\\n"', '"😀"',
];
const CONSTANTS = VALUES.filter((one) => !one.includes('$'));
const DIRECTIVES = [
  '@skip(if: true)', '@include(if: "no")', '@skip', '@unknown', '@unknown(if: true)', '@deprecated',
  '@include(if: true) @include(if: true)', '@skip(iff: true, if: true)', '@include(if: $unknown)', '@oneOf',
];
const WITH_DIRECTIVES = [
  Kind.FIELD, Kind.FIELD, Kind.OPERATION_DEFINITION, Kind.FRAGMENT_DEFINITION, Kind.INLINE_FRAGMENT,
  Kind.FRAGMENT_SPREAD,
];
const INTROSPECTION = [
  '__schema { types { fields { type { fields { type { fields { name } } } } } } }', '__type { name }',
  '__type(name: "Query") { fields { name } }', '__nothing', '__typename',
];

function misspelt(word, random) {
  const at = random.below(word.length);
  return random.of([
    `${word.slice(0, at)}${word.slice(at + 1)}` || 'x', `${word.slice(0, at)}e${word.slice(at)}`, word.toUpperCase(),
    `${word}${word}`,
  ]).replace(/^(?![_A-Za-z])/, '_');
}

function misspell(name, random) {
  name.value = misspelt(name.value, random);
}

const typeNames = (schema) => Object.keys(schema.getTypeMap());

const FIELDS = [
  ({ any, schema, random }) => {
    const field = any(Kind.FIELD);
    if (random.chance(0.6)) return misspell(field.name, random);
    const types = Object.values(schema.getTypeMap()).filter((one) => one.getFields);
    field.name.value = random.of(Object.keys(random.of(types).getFields()));
  },
  ({ nodes, random }) => {
    const fields = nodes[Kind.FIELD].filter((one) => one.selectionSet);
    if (fields.length) delete random.of(fields).selectionSet;
  },
  ({ any }) => {
    any(Kind.FIELD).selectionSet ??= selection('a { id __typename }').selectionSet;
  },
  ({ any, random }) => {
    any(Kind.SELECTION_SET).selections.push(selection(random.of(INTROSPECTION)));
  },
  ({ any, random }) => {
    any(...WITH_DIRECTIVES)?.directives.push(...selection(`a ${random.of(DIRECTIVES)}`).directives);
  },
];

// A second field of the same key: the same one, another one, or with something in it changed.
function addConflict({ any, random }) {
  const { selections } = any(Kind.SELECTION_SET);
  const field = random.of([...selections.filter((one) => one.kind === Kind.FIELD), selection('id')]);
  const other = copy(random.of([field, any(Kind.FIELD)]));
  other.alias = named((field.alias ?? field.name).value);
  if (random.chance(0.4) && other.arguments.length) other.arguments[0].value = value(random.of(VALUES));
  const inner = other.selectionSet && random.of(other.selectionSet.selections);
  if (random.chance(0.3) && inner?.kind === Kind.FIELD) misspell(inner.name, random);
  if (random.chance(0.3)) {
    const inlined = selection('... { a }');
    inlined.selectionSet.selections = [other];
    selections.push(inlined);
  } else {
    selections.push(other);
  }
}

const ARGUMENTS = [
  ({ any, random }) => {
    const argument = any(Kind.ARGUMENT);
    if (argument) misspell(argument.name, random);
  },
  ({ any }) => {
    any(Kind.FIELD).arguments.shift();
  },
  ({ nodes, random }) => {
    const fields = nodes[Kind.FIELD].filter((one) => one.arguments.length);
    if (!fields.length) return;
    const { arguments: all } = random.of(fields);
    all.push(copy(random.of(all)));
  },
  ({ any, random }) => {
    any(Kind.FIELD).arguments.push(selection(`a(first: ${random.of(VALUES)})`).arguments[0]);
  },
];

function changeValue({ any, random }) {
  const holder = any(Kind.ARGUMENT, Kind.ARGUMENT, Kind.OBJECT_FIELD);
  if (holder) holder.value = value(random.of(VALUES));
}

const WITHIN_VALUES = [
  ({ any, random }) => {
    any(Kind.LIST)?.values.push(value(random.of(VALUES)));
  },
  ({ any }) => {
    any(Kind.OBJECT)?.fields.shift();
  },
  ({ any, random }) => {
    const field = any(Kind.OBJECT_FIELD);
    if (field) misspell(field.name, random);
  },
  ({ any, random }) => {
    const object = any(Kind.OBJECT);
    if (object?.fields.length) object.fields.push(copy(random.of(object.fields)));
  },
  ({ any, schema, random }) => {
    const types = Object.values(schema.getTypeMap()).filter(isInputObjectType);
    if (!types.length) return;
    const name = random.of(Object.keys(random.of(types).getFields()));
    any(Kind.OBJECT)?.fields.push(value(`{ ${name}: ${random.of(VALUES)} }`).fields[0]);
  },
  ({ any, random }) => {
    const member = any(Kind.ENUM);
    if (member) member.value = misspelt(member.value, random);
  },
];

const VARIABLES = [
  ({ any, schema, random }) => {
    const name = random.of(['String', 'Int', 'ID', 'Boolean', 'Strin', ...typeNames(schema)]);
    const variable = any(Kind.VARIABLE_DEFINITION);
    if (variable) variable.type = typeNamed(name);
  },
  ({ any, random }) => {
    const variable = any(Kind.VARIABLE_DEFINITION);
    if (!variable) return;
    const { type } = variable;
    const required = type.kind === Kind.NON_NULL_TYPE ? type.type : { kind: Kind.NON_NULL_TYPE, type };
    variable.type = random.chance(0.5) ? { kind: Kind.LIST_TYPE, type } : required;
  },
  ({ any, random }) => {
    const variable = any(Kind.VARIABLE_DEFINITION);
    if (variable) variable.defaultValue = value(random.of(CONSTANTS));
  },
  ({ any }) => {
    any(Kind.OPERATION_DEFINITION)?.variableDefinitions.shift();
  },
  ({ any, random }) => {
    const all = any(Kind.OPERATION_DEFINITION)?.variableDefinitions;
    if (all?.length) all.push(copy(random.of(all)));
  },
  ({ any, random }) => {
    const type = random.of(['Int', '[ID!]', 'Nothing']);
    any(Kind.OPERATION_DEFINITION)?.variableDefinitions
      .push(definition(`query ($unused: ${type}) { a }`).variableDefinitions[0]);
  },
  ({ any, random }) => {
    const variable = any(Kind.VARIABLE);
    if (variable) misspell(variable.name, random);
  },
];

const FRAGMENTS = [
  ({ any, schema, random }) => {
    const name = any(Kind.INLINE_FRAGMENT, Kind.FRAGMENT_DEFINITION)?.typeCondition?.name;
    if (!name) return;
    name.value = random.chance(0.3) ? misspelt(name.value, random) : random.of(typeNames(schema));
  },
  ({ any, nodes, random }) => {
    const names = (nodes[Kind.FRAGMENT_DEFINITION] ?? []).map((one) => one.name.value);
    any(Kind.SELECTION_SET).selections.push(selection(`...${random.of(['Unknown', ...names])}`));
  },
  ({ any, schema, random }) => {
    const on = random.chance(0.3) ? '' : `on ${random.of(typeNames(schema))} `;
    const what = random.of(['id', '__typename', 'name: id', 'id { a }']);
    any(Kind.SELECTION_SET).selections.push(selection(`... ${on}{ ${what} }`));
  },
  ({ any }) => {
    const set = any(Kind.SELECTION_SET);
    const kept = set.selections.filter((one) => one.kind !== Kind.FRAGMENT_SPREAD);
    if (kept.length) set.selections = kept;
  },
];

const DEFINITIONS = [
  ({ document, random }) => {
    document.definitions.push(copy(random.of(document.definitions)));
  },
  ({ document, random }) => {
    if (document.definitions.length > 1) document.definitions.splice(random.below(document.definitions.length), 1);
  },
  ({ document, schema }) => {
    document.definitions.push(definition(`fragment Lonely on ${schema.getQueryType()} { __typename ...Lonely }`));
  },
  ({ document, schema, random }) => {
    document.definitions.push(definition(random.of([
      'type Mine { a: Int }', `schema { query: ${schema.getQueryType()} }`, 'directive @mine on FIELD',
      `extend type ${schema.getQueryType()} { a: String }`,
    ])));
  },
  ({ any }) => {
    delete any(Kind.OPERATION_DEFINITION)?.name;
  },
  ({ any, random }) => {
    const operation = any(Kind.OPERATION_DEFINITION);
    if (operation) operation.operation = random.of(['query', 'mutation', 'subscription']);
  },
];

const MUTATIONS = [
  ...FIELDS, ...ARGUMENTS, ...WITHIN_VALUES, ...VARIABLES, ...FRAGMENTS, ...DEFINITIONS,
  ...Array(3).fill(addConflict), ...Array(3).fill(changeValue),
];
