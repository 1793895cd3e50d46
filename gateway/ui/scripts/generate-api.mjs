// Types of the REST API, from the merged document that the gateway serves: `npm run generate:api`.
// `--check` only compares and fails when the committed types are stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

const ui = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const document = resolve(ui, '../web/src/escalated_web/openapi.json')
const types = resolve(ui, 'packages/api/src/schema.d.ts')

const generated = astToString(await openapiTS(pathToFileURL(document), { defaultNonNullable: false }))

if (!process.argv.includes('--check')) {
  writeFileSync(types, generated)
} else if (readFileSync(types, 'utf8') !== generated) {
  console.error('packages/api/src/schema.d.ts is stale: run `npm run generate:api` in gateway/ui')
  process.exit(1)
}
