// Makes schemas that are seldom valid: node mutations.mjs FILE SEED COUNT prints so many, a zero byte behind each.
import { readFileSync } from "node:fs";
import { Kind, parse, print } from "graphql";

const [file, seed, count] = process.argv.slice(2);
let state = Number(seed);
const random = (below) => {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  return (state >>> 8) % below;
};
const maybe = (chances) => random(chances) === 0;
const pick = (list) => list[random(list.length)];
const copy = (node) => structuredClone(node);

const name = (value) => ({ kind: Kind.NAME, value });
const named = (value) => ({ kind: Kind.NAMED_TYPE, name: name(value) });
const required = (type) => ({ kind: Kind.NON_NULL_TYPE, type });
const listOf = (type) => ({ kind: Kind.LIST_TYPE, type });
const integer = { kind: Kind.INT, value: "1" };
const input = (called, type, more) => ({
  kind: Kind.INPUT_VALUE_DEFINITION,
  name: name(called),
  type,
  directives: [],
  ...more,
});
const directive = (called, ...args) => ({
  kind: Kind.DIRECTIVE,
  name: name(called),
  arguments: args.map((arg) => ({ kind: Kind.ARGUMENT, name: name(arg), value: { kind: Kind.STRING, value: "x" } })),
});
const twice = {
  kind: Kind.OBJECT,
  fields: [0, 1].map(() => ({ kind: Kind.OBJECT_FIELD, name: name("a"), value: integer })),
};

function mutations(definitions) {
  const types = definitions.filter(({ kind }) => kind.endsWith("TypeDefinition"));
  const names = [...types.map((type) => type.name.value), "Int", "String", "ID"];
  const withFields = definitions.filter(({ fields }) => fields?.length);
  const inputs = withFields.filter(({ kind }) => kind.startsWith("Input"));
  const outputs = withFields.filter(({ kind }) => !kind.startsWith("Input"));
  const interfaces = outputs.filter(({ kind }) => kind.startsWith("Interface"));
  const enums = definitions.filter(({ values }) => values?.length);
  const unions = definitions.filter(({ types: members }) => members?.length);
  const implementers = outputs.filter((type) => type.interfaces?.length);
  const field = () => pick(pick(withFields).fields);
  const add = (node, member, ...items) => (node[member] = [...(node[member] ?? []), ...items]);
  const remove = (list) => list.splice(random(list.length), 1);
  return {
    dropField: () => remove(pick(withFields).fields),
    changeType: () => (field().type = named(pick(names))),
    unknownType: () => (field().type = named(pick(names).slice(0, -1) + "q")),
    changeNullability() {
      const changed = field();
      changed.type = changed.type.kind === Kind.NON_NULL_TYPE ? changed.type.type : required(changed.type);
    },
    makeList() {
      const changed = field();
      changed.type = listOf(changed.type);
    },
    repeatType: () => definitions.push(copy(pick(types))),
    repeatField() {
      const type = pick(withFields);
      type.fields.push(copy(pick(type.fields)));
    },
    reserveName: () => (field().name.value = "__reserved"),
    renameType: () => (pick(types).name.value += pick(["X", "2"])),
    dropType: () => definitions.splice(definitions.indexOf(pick(types)), 1),
    implement: () => add(pick(outputs), "interfaces", named(pick(names))),
    implementTwice() {
      const type = pick(implementers);
      type.interfaces.push(copy(pick(type.interfaces)));
    },
    implementLess: () => remove(pick(implementers).interfaces),
    implementEachOther() {
      const [one, other] = [pick(interfaces), pick(interfaces)];
      add(one, "interfaces", named(other.name.value));
      add(other, "interfaces", named(one.name.value));
    },
    inputsNeedEachOther() {
      const [one, other] = [pick(inputs), pick(inputs)];
      one.fields.push(input(`loop${random(3)}`, required(named(other.name.value))));
      other.fields.push(input(`loop${random(3)}`, required(named(one.name.value))));
    },
    repeatValue() {
      const type = pick(enums);
      type.values.push(copy(pick(type.values)));
    },
    dropValues: () => pick(enums).values.splice(0),
    addMember: () => pick(unions).types.push(named(pick(names))),
    repeatMember() {
      const type = pick(unions);
      type.types.push(copy(pick(type.types)));
    },
    dropMembers: () => pick(unions).types.splice(0),
    applyDirective() {
      const called = pick(["deprecated", "unknown", "skip", "specifiedBy", "oneOf"]);
      add(maybe(2) ? field() : pick(types), "directives", directive(called, ...pick([[], ["reason"], ["url"], ["reasn", "if"]])));
    },
    changeArguments() {
      const { arguments: args } = pick(outputs.flatMap(({ fields }) => fields).filter((one) => one.arguments?.length));
      pick([() => args.push(copy(pick(args))), () => remove(args), () => (pick(args).type = named(pick(names)))])();
    },
    addArgument() {
      const more = { directives: maybe(2) ? [directive("deprecated")] : [], ...(maybe(3) && { defaultValue: integer }) };
      add(pick(pick(outputs).fields), "arguments", input("added", required(named(pick(names))), more));
    },
    makeOneOf: () => add(pick(inputs), "directives", directive("oneOf")),
    changeDefault: () => (pick(pick(inputs).fields).defaultValue = pick([integer, { kind: Kind.NULL }, twice])),
    addSchema() {
      const root = (operation) => ({ kind: Kind.OPERATION_TYPE_DEFINITION, operation, type: named(pick(names)) });
      const operationTypes = [...(maybe(2) ? [root("query")] : []), root(pick(["query", "mutation", "subscription"]))];
      definitions.push({ kind: Kind.SCHEMA_DEFINITION, directives: [], operationTypes });
    },
    extend() {
      const extension = copy(pick(types));
      extension.kind = extension.kind.replace("Definition", "Extension");
      delete extension.description;
      if (maybe(3)) extension.name.value += "z";
      if (maybe(3)) extension.kind = pick(["Object", "Interface", "InputObject", "Enum", "Union"]) + "TypeExtension";
      for (const one of extension.fields ?? []) if (maybe(2)) one.name.value += "Extended";
      if (extension.kind === Kind.SCALAR_TYPE_EXTENSION) extension.directives = [directive("specifiedBy")];
      definitions.push(extension);
    },
    addDirective() {
      const added = {
        kind: Kind.DIRECTIVE_DEFINITION,
        name: name(pick(["added", "skip", "__reserved"])),
        repeatable: false,
        locations: [name("FIELD")],
        arguments: [input("a", named(pick(names)))],
      };
      definitions.push(added, ...(maybe(2) ? [copy(added)] : []));
    },
  };
}

const source = JSON.parse(JSON.stringify(parse(readFileSync(file, "utf8"), { noLocation: true })));
for (let i = 0; i < Number(count); ++i) {
  const document = copy(source);
  for (let changes = 1 + random(3); changes > 0; --changes) {
    try {
      pick(Object.values(mutations(document.definitions)))();
    } catch (error) {
      // This schema has nothing of the kind.
      if (!(error instanceof TypeError)) throw error;
    }
  }
  process.stdout.write(print(document) + "\0");
}
