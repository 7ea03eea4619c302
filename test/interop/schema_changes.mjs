// Writes pairs of schemas, and what graphql-js finds to be breaking and dangerous between them:
// node schema_changes.mjs FOLDER SCHEMA.graphql SEED PAIRS CHANGES
import { readFileSync, writeFileSync } from 'node:fs'
import { buildASTSchema, findBreakingChanges, findDangerousChanges, Kind, parse, parseType, print } from 'graphql'

const [folder, file, seed, pairs, changes] = process.argv.slice(2)

// mulberry32: the same pairs for the same seed.
let state = Number(seed)
const random = (below) => {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below
}
const oneOf = (list) => list[random(list.length)]
const name = (value) => ({ kind: Kind.NAME, value })
const named = (value) => ({ kind: Kind.NAMED_TYPE, name: name(value) })
const removeOne = (list) => list.splice(random(list.length), 1).length > 0
const nameOf = (type) => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type))

const isNonNull = (type) => type.kind === Kind.NON_NULL_TYPE
const nonNull = (type) => (isNonNull(type) ? type : { kind: Kind.NON_NULL_TYPE, type })
const nullable = (type) => (isNonNull(type) ? type.type : type)

// Another type made of the same, or of another name.
function otherType(type, names) {
  switch (random(5)) {
    case 0: return isNonNull(type) ? type.type : nonNull(type)
    case 1: return nonNull({ kind: Kind.LIST_TYPE, type })
    case 2: return nullable(type).kind === Kind.LIST_TYPE ? nullable(type).type : { kind: Kind.LIST_TYPE, type }
    case 3: {
      const list = nullable(type)
      if (list.kind !== Kind.LIST_TYPE) return isNonNull(type) ? type.type : nonNull(type)
      const inner = { ...list, type: isNonNull(list.type) ? list.type.type : nonNull(list.type) }
      return isNonNull(type) ? nonNull(inner) : inner
    }
    default: return named(oneOf(names))
  }
}

const literals = {
  Int: ['0', '-0', '7', '123456789'],
  Float: ['1.0', '1', '1e3', '0.5e-7', '123456789.25', '1e21', '-2.50'],
  String: ['"a"', '"""b"""', '"ü\\n\\u0041\\""', '""'],
  Boolean: ['true', 'false'],
  ID: ['1', '"1"', '"01"', '"a"', '-5'],
}

// A value of a type in GraphQL; null where none is known.
function literal(type, document, depth = 0) {
  if (isNonNull(type)) return literal(type.type, document, depth)
  if (depth > 4) return null
  if (random(9) === 0) return 'null'
  if (type.kind === Kind.LIST_TYPE) {
    const items = Array.from({ length: random(3) }, () => literal(nonNull(type.type), document, depth + 1))
    if (items.includes(null)) return null
    return items.length === 1 && random(2) && !items[0].startsWith('[') ? items[0] : `[${items.join(', ')}]`
  }
  const known = literals[type.name.value]
  if (known) return oneOf(known)
  const definition = document.definitions.find((one) => one.name?.value === type.name.value)
  if (definition?.kind === Kind.SCALAR_TYPE_DEFINITION) return oneOf(['1', '1.5', '"x"', 'true', 'NAME'])
  if (definition?.kind === Kind.ENUM_TYPE_DEFINITION) return oneOf(definition.values).name.value
  if (definition?.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) return null
  const members = []
  for (const field of definition.fields) {
    if (!isNonNull(field.type) && random(3)) continue
    const value = literal(isNonNull(field.type) ? field.type.type : field.type, document, depth + 1)
    if (value === null || (value === 'null' && isNonNull(field.type))) return null
    members.splice(random(members.length + 1), 0, `${field.name.value}: ${value}`)
  }
  return `{${members.join(', ')}}`
}

function withDefault(input, document) {
  if (input.defaultValue && random(3) === 0) return delete input.defaultValue
  const text = literal(input.type, document)
  if (text === null || (text === 'null' && isNonNull(input.type))) return false
  const [definition] = parse(`input I { a: I = ${text} }`).definitions
  input.defaultValue = definition.fields[0].defaultValue
  return true
}

const newInput = (names) => ({
  kind: Kind.INPUT_VALUE_DEFINITION,
  name: name('added' + random(1000)),
  type: oneOf([parseType('Int'), parseType('[String!]!'), named(oneOf(names))]),
  directives: [],
})

function changeInputs(inputs, names, document) {
  const input = inputs.length ? oneOf(inputs) : null
  switch (random(5)) {
    case 0: return inputs.push(newInput(names))
    case 1: return input && removeOne(inputs)
    case 2: return input && (input.type = otherType(input.type, names))
    default: return input && withDefault(input, document)
  }
}

const locations = ['QUERY', 'FIELD', 'FRAGMENT_SPREAD', 'OBJECT', 'ENUM', 'INPUT_OBJECT']

// Changes one definition; false when it could not.
function change(document) {
  const definitions = document.definitions
  const all = (...kinds) => definitions.filter((one) => kinds.includes(one.kind)).map((one) => one.name.value)
  const inputs = [...all(Kind.SCALAR_TYPE_DEFINITION, Kind.ENUM_TYPE_DEFINITION, Kind.INPUT_OBJECT_TYPE_DEFINITION), 'Int', 'ID']
  const objects = all(Kind.OBJECT_TYPE_DEFINITION)
  const outputs = [...objects, ...all(Kind.UNION_TYPE_DEFINITION, Kind.INTERFACE_TYPE_DEFINITION), 'Float', 'Boolean']
  if (random(12) === 0)
    return definitions.push(oneOf(parse('type Fresh { a: Int } enum Anew { A } input Novel { a: Int } directive @d(a: Int!) on FIELD').definitions))
  const one = oneOf(definitions)
  if (random(10) === 0) {
    const fresh = oneOf(parse('type T { a: Int } enum T { A } input T { a: Int } scalar T interface T { a: Int }').definitions)
    if (one.name?.value === 'Query' || !one.name || one.kind === Kind.DIRECTIVE_DEFINITION) return false
    if (random(2)) return definitions.splice(definitions.indexOf(one), 1)
    return definitions.splice(definitions.indexOf(one), 1, { ...fresh, name: one.name })
  }
  switch (one.kind) {
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_DEFINITION: {
      const field = oneOf(one.fields)
      const interfaces = all(Kind.INTERFACE_TYPE_DEFINITION).filter((each) => !one.interfaces.some((has) => has.name.value === each))
      switch (random(7)) {
        case 0: return one.fields.length > 1 && removeOne(one.fields)
        case 1: return one.fields.push({ ...field, name: name('added' + random(1000)) })
        case 2: return (field.type = otherType(field.type, outputs))
        case 3: return interfaces.length > 0 && one.interfaces.push(named(oneOf(interfaces)))
        case 4: return one.interfaces.length > 0 && removeOne(one.interfaces)
        default: return changeInputs(field.arguments, inputs, document)
      }
    }
    case Kind.INPUT_OBJECT_TYPE_DEFINITION: return changeInputs(one.fields, inputs, document) && one.fields.length > 0
    case Kind.ENUM_TYPE_DEFINITION:
      if (random(2)) return one.values.length > 1 && removeOne(one.values)
      return one.values.push({ kind: Kind.ENUM_VALUE_DEFINITION, name: name('ADDED_' + random(1000)), directives: [] })
    case Kind.UNION_TYPE_DEFINITION: {
      const others = objects.filter((each) => !one.types.some((has) => has.name.value === each))
      if (random(2)) return one.types.length > 1 && removeOne(one.types)
      return others.length > 0 && one.types.push(named(oneOf(others)))
    }
    case Kind.DIRECTIVE_DEFINITION:
      switch (random(4)) {
        case 0: return one.locations.length > 1 && removeOne(one.locations)
        case 1: return one.locations.push(name(oneOf(locations)))
        case 2: return (one.repeatable = !one.repeatable) || true
        default: return changeInputs(one.arguments, inputs, document)
      }
  }
  return false
}

// A removed type is removed wherever it was, or nothing could be built.
function withoutDangling(document) {
  const known = new Set([...Object.keys(literals), ...document.definitions.map((one) => one.name?.value)])
  const fine = (one) => known.has(nameOf(one.type))
  for (const one of document.definitions) {
    if (one.interfaces) one.interfaces = one.interfaces.filter((each) => known.has(each.name.value))
    if (one.types) one.types = one.types.filter((each) => known.has(each.name.value))
    if (one.fields) one.fields = one.fields.filter(fine)
    for (const each of [one, ...(one.fields ?? [])]) if (each.arguments) each.arguments = each.arguments.filter(fine)
  }
}

const original = readFileSync(file, 'utf8')
const more = 'directive @used(a: Int = 1, b: [ID!]) repeatable on QUERY | FIELD | OBJECT'
const clean = parse(original + '\n' + more, { noLocation: true })
const clone = () => JSON.parse(JSON.stringify(clean))
let made = 0
while (made < Number(pairs)) {
  const [before, after] = [clone(), clone()]
  for (let done = 0; done < Number(changes); ) if (change(random(8) ? after : before)) ++done
  withoutDangling(before)
  withoutDangling(after)
  let found
  try {
    const schemas = [before, after].map((each) => buildASTSchema(each, { assumeValid: true, assumeValidSDL: true }))
    found = {
      breaking: findBreakingChanges(...schemas).map((each) => each.description),
      dangerous: findDangerousChanges(...schemas).map((each) => each.description),
    }
  } catch (error) {
    console.error(`not built: ${error.message}`)
    continue
  }
  const base = `${folder}/${made++}`
  writeFileSync(`${base}.old.graphql`, print(before))
  writeFileSync(`${base}.new.graphql`, print(after))
  writeFileSync(`${base}.json`, JSON.stringify(found))
}
