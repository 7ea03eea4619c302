// What corogql_language() does, in graphql-js: prints the CPU time of one run in microseconds, that of the first ones
// excluded. node language.mjs FOLDER_OF_NODE_MODULES
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = process.argv[2]
const require = createRequire(join(folder, 'package.json'))
const { buildASTSchema, parse, validate, validateSchema } = require('graphql')
const { validateSDL } = require('graphql/validation/validate.js')
const schemaText = readFileSync(join(folder, 'node_modules/@octokit/graphql-schema/schema.graphql'), 'utf8')
const documents = readFileSync(fileURLToPath(new URL('documents.graphql', import.meta.url)), 'utf8').split(/^(?=# )/m)

const expectNone = (errors) => {
  if (errors.length) throw errors[0]
}

function once() {
  const definitions = parse(schemaText)
  validateSDL(definitions) // it breaks rules: two of its fields are there twice
  const schema = buildASTSchema(definitions, { assumeValidSDL: true })
  expectNone(validateSchema(schema))
  for (const text of documents) expectNone(validate(schema, parse(text)))
}

const [warmUp, measured] = [10, 5]
for (let i = 0; i < warmUp; ++i) once()
const before = process.cpuUsage()
for (let i = 0; i < measured; ++i) once()
const { user, system } = process.cpuUsage(before)
console.log((user + system) / measured)
