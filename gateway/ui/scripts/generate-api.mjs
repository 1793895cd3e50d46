// Types of the REST API from an OpenAPI document: `npm run generate:api -- path/to/openapi.json`.
// Without a path the kept document is read again; `--check` only compares and fails when the types are stale.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

const api = resolve(dirname(fileURLToPath(import.meta.url)), '../packages/api')
const kept = resolve(api, 'openapi.json')
const types = resolve(api, 'src/schema.d.ts')
const args = process.argv.slice(2)
const check = args.includes('--check')
const given = args.find((arg) => !arg.startsWith('--'))

const generated = astToString(await openapiTS(pathToFileURL(resolve(given ?? kept)), { defaultNonNullable: false }))

if (check) {
  if (readFileSync(types, 'utf8') !== generated) {
    console.error('packages/api/src/schema.d.ts is stale: run `npm run generate:api -- <openapi.json>`')
    process.exit(1)
  }
} else {
  if (given && resolve(given) !== kept) copyFileSync(given, kept)
  writeFileSync(types, generated)
}
